package io.carekeep.alarm.paging;

import io.carekeep.alarm.Case;
import io.carekeep.alarm.Outbox;
import java.time.temporal.ChronoUnit;

/// What somebody is told of an alarm: which, how bad, since when and where to look. Neither its subject nor its
/// evidence
/// leaves the server.
/// @param site what this site is called
record Page(Outbox.Waiting waiting, Case about, String site) {

    String id() {
        return waiting.id();
    }

    private String opened() {
        return about.opened().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    // None of the parts has a character that JSON would want escaped.
    String json() {
        return """
                {"type":"alarm.%s","timestamp":"%s","data":{"site":"%s","case":%d,"kind":"%s","severity":"%s",\
                "opened":"%s","times":%d,"missed":%d,"path":"/admin/alarms/%d"}}""".formatted(
                        waiting.reason().word(),
                        about.last().truncatedTo(ChronoUnit.SECONDS),
                        site,
                        about.number(),
                        about.kind(),
                        about.severity().word(),
                        opened(),
                        about.times(),
                        about.level(),
                        about.number());
    }

    String subject() {
        return "[%s] %s: %s, case %d".formatted(site, about.severity().word(), about.kind(), about.number());
    }

    String text() {
        return """
                %s

                site      %s
                case      %d
                kind      %s
                severity  %s
                opened    %s
                times     %d

                To look at it:  carekeep alarm show %d
                To take it:     carekeep alarm take %d
                Over HTTP:      /admin/alarms/%d
                """.formatted(
                        why(),
                        site,
                        about.number(),
                        about.kind(),
                        about.severity().word(),
                        opened(),
                        about.times(),
                        about.number(),
                        about.number(),
                        about.number());
    }

    private String why() {
        return switch (waiting.reason()) {
            case RAISED -> "An alarm was raised.";
            case WORSE -> "An alarm got worse.";
            case ESCALATED -> "Nobody took this alarm in time.";
        };
    }
}
