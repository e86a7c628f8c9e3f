package io.carekeep.alarm.wiring;

import io.carekeep.alarm.Alarms;
import io.carekeep.alarm.Cases;
import io.carekeep.alarm.Duties;
import io.carekeep.alarm.Duty;
import io.carekeep.alarm.Escalation;
import io.carekeep.alarm.Journals;
import io.carekeep.alarm.Outbox;
import io.carekeep.alarm.Probe;
import io.carekeep.alarm.Probes;
import io.carekeep.alarm.Severity;
import io.carekeep.alarm.Watched;
import io.carekeep.alarm.Well;
import io.carekeep.alarm.paging.Channels;
import io.carekeep.alarm.paging.Pager;
import io.carekeep.alarm.paging.SignedPost;
import io.carekeep.alarm.paging.StuckProbe;
import io.carekeep.alarm.watch.Heartbeat;
import io.carekeep.alarm.watch.Watchman;
import io.carekeep.base.database.Database;
import io.carekeep.vault.Vault;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Builds the parts of this module.
@Configuration(proxyBeanMethods = false)
public class AlarmWiring {

    @Bean
    Escalation escalation(AlarmSettings settings) {
        return new Escalation(settings.deadlines(), Channels.lists(settings.mail(), settings.webhook()));
    }

    @Bean
    Alarms alarms(
            Database database,
            Vault vault,
            Journals journals,
            Escalation escalation,
            Clock clock,
            SecureRandom random) {
        return new Alarms(database, vault, journals, escalation, clock, random);
    }

    @Bean
    Outbox alarmOutbox(Database database, SecureRandom random) {
        return new Outbox(database.outside(), random);
    }

    @Bean
    Duty pagingDuty() {
        return Pager.PAGING;
    }

    @Bean
    Duties duties(Database database, List<Duty> all, Clock clock) {
        return new Duties(database.outside(), all, clock);
    }

    @Bean
    Probe caseProbe(Alarms alarms) {
        return alarms.ofCases();
    }

    @Bean
    StuckProbe stuckProbe(Outbox outbox) {
        return new StuckProbe(outbox);
    }

    @Bean
    Cases cases(
            Database database,
            Vault vault,
            Journals journals,
            Escalation escalation,
            List<Probe> probes,
            Duties duties,
            Clock clock,
            SecureRandom random) {
        var all = Stream.concat(probes.stream(), duties.probes().stream()).toList();
        return new Cases(database, vault, journals.within(), escalation, new Probes(all), clock, random);
    }

    @Bean
    SignedPost signedPost(Clock clock) {
        return new SignedPost(clock);
    }

    @Bean
    Pager pager(
            AlarmSettings settings,
            Alarms alarms,
            Outbox outbox,
            SignedPost post,
            Duties duties,
            Database database,
            Clock clock) {
        var channels = new Channels(settings.mail(), settings.webhook(), post, clock);
        var pager = new Pager(alarms, outbox, channels, duties, database.outsideSource(), settings.site(), clock);
        pager.start();
        return pager;
    }

    @Bean
    Watched stuckWatched(StuckProbe probe) {
        return new Watched(probe, Severity.WARNING);
    }

    @Bean
    Watchman watchman(
            AlarmSettings settings,
            Alarms alarms,
            List<Watched> watched,
            Duties duties,
            SignedPost post,
            Well well,
            Clock clock,
            SecureRandom random) {
        var all = Stream.concat(watched.stream(), duties.watched().stream()).toList();
        var watchman = new Watchman(alarms, all);
        watchman.start();
        var target = settings.heartbeat();
        if (target != null) {
            watchman.start(
                    new Heartbeat(target, post, well, duties, Pager.PAGING, settings.site(), clock, random),
                    settings.heartbeatEvery());
        }
        return watchman;
    }
}
