package io.carekeep.alarm.wiring;

import io.carekeep.alarm.Severity;
import io.carekeep.alarm.paging.MailSettings;
import io.carekeep.alarm.paging.SignedTarget;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What this module has to know of the site.
/// @param site what pages call it
/// @param deadlines in which somebody is to take an alarm
/// @param mail null when nobody is mailed
/// @param webhook null when no program is told
/// @param heartbeat who hears that the server is well; null for nobody
/// @param heartbeatEvery how often
public record AlarmSettings(
        String site,
        Map<Severity, Duration> deadlines,
        @Nullable MailSettings mail,
        @Nullable SignedTarget webhook,
        @Nullable SignedTarget heartbeat,
        Duration heartbeatEvery) {

    public AlarmSettings {
        deadlines = Map.copyOf(deadlines);
    }
}
