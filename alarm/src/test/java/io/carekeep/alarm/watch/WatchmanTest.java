package io.carekeep.alarm.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.alarm.Case;
import io.carekeep.alarm.Duties;
import io.carekeep.alarm.Duty;
import io.carekeep.alarm.Fixture;
import io.carekeep.alarm.Severity;
import io.carekeep.alarm.paging.SignedPost;
import io.carekeep.alarm.paging.SignedTarget;
import io.carekeep.testkit.WebhookReceiver;
import io.carekeep.vault.MessageKey;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class WatchmanTest {

    private static final Duty SCRUB = new Duty("scrub", Duration.ofDays(2), Severity.WARNING);
    private static final Duty PAGING = new Duty("paging", Duration.ofMinutes(5), Severity.CRITICAL);

    private final Fixture fixture = new Fixture(Set.of(), Set.of());
    private final WebhookReceiver receiver = new WebhookReceiver();
    private final SignedPost post = new SignedPost(fixture.clock);
    private final Duties duties = duties();
    private boolean well = true;

    private Duties duties() {
        return new Duties(fixture.test.database().outside(), List.of(SCRUB, PAGING), fixture.clock);
    }

    @AfterEach
    void close() {
        post.close();
        receiver.close();
        fixture.close();
    }

    private void look(Duties of) {
        try (var watchman = new Watchman(fixture.alarms, of.watched())) {
            watchman.look();
        }
    }

    private void beat() {
        var target = new SignedTarget(
                receiver.url(), MessageKey.find(WebhookReceiver.SECRET).orElseThrow());
        new Heartbeat(target, post, () -> well, duties, PAGING, "north ward", fixture.clock, fixture.random).beat();
    }

    @Test
    void a_duty_that_is_late_raises_an_alarm_until_it_is_done() {
        duties.done(SCRUB);
        fixture.clock.pass(Duration.ofDays(2));
        duties.done(PAGING);
        look(duties);
        assertThat(fixture.cases.open()).isEmpty();
        fixture.clock.pass(Duration.ofSeconds(1));
        look(duties);
        look(duties);
        assertThat(fixture.cases.open()).singleElement().satisfies(each -> {
            assertThat(each.kind()).isEqualTo(SCRUB.late());
            assertThat(each.state()).isEqualTo(Case.State.OPEN);
        });
        duties.done(SCRUB);
        assertThat(duties.late()).isEmpty();
    }

    @Test
    void a_restart_does_not_make_up_for_a_duty() {
        fixture.clock.pass(Duration.ofHours(50));
        var restarted = duties();
        look(restarted);
        assertThat(fixture.cases.open()).isEmpty();
        fixture.clock.pass(Duration.ofMinutes(11));
        restarted.done(PAGING);
        look(restarted);
        assertThat(fixture.cases.open()).extracting(Case::kind).containsExactly(SCRUB.late());
    }

    @Test
    void while_the_server_is_well_the_watcher_hears_it() {
        beat();
        beat();
        assertThat(receiver.got()).hasSize(2).allSatisfy(got -> {
            assertThat(got.genuine()).isTrue();
            assertThat(got.body())
                    .isEqualTo("{\"type\":\"carekeep.heartbeat\",\"timestamp\":\"2026-03-02T10:00:00Z\","
                            + "\"data\":{\"site\":\"north ward\"}}");
        });
    }

    @Test
    void when_it_is_not_well_or_nobody_is_paged_the_heart_stops() {
        well = false;
        beat();
        assertThat(receiver.got()).isEmpty();
        well = true;
        fixture.clock.pass(Duration.ofMinutes(6));
        beat();
        assertThat(receiver.got()).isEmpty();
        duties.done(PAGING);
        beat();
        assertThat(receiver.got()).hasSize(1);
    }
}
