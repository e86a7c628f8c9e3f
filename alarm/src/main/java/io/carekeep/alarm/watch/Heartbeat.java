package io.carekeep.alarm.watch;

import io.carekeep.alarm.Duties;
import io.carekeep.alarm.Duty;
import io.carekeep.alarm.Well;
import io.carekeep.alarm.paging.SignedPost;
import io.carekeep.alarm.paging.SignedTarget;
import io.carekeep.base.EventLog;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;

/// A dead man's switch: while the server is well it says so to somebody outside, who raises the alarm when that stops.
public final class Heartbeat {

    private enum Event {
        HEARTBEAT_WITHHELD,
        HEARTBEAT_NOT_HEARD
    }

    private static final EventLog LOG = new EventLog(Heartbeat.class);
    private static final int ID_BYTES = 16;

    private final SignedTarget target;
    private final SignedPost post;
    private final Well well;
    private final Duties duties;
    private final Duty paging;
    private final String site;
    private final Clock clock;
    private final SecureRandom random;

    /// @param target who hears it
    /// @param well whether the database and the audit log can be written
    /// @param paging without which nobody would hear of anything else
    /// @param site what this site is called
    public Heartbeat(
            SignedTarget target,
            SignedPost post,
            Well well,
            Duties duties,
            Duty paging,
            String site,
            Clock clock,
            SecureRandom random) {
        this.target = target;
        this.post = post;
        this.well = well;
        this.duties = duties;
        this.paging = paging;
        this.site = site;
        this.clock = clock;
        this.random = random;
    }

    /// Beats once, if all is well.
    public void beat() {
        if (!well.now() || duties.late().contains(paging)) {
            LOG.error(Event.HEARTBEAT_WITHHELD);
            return;
        }
        var id = new byte[ID_BYTES];
        random.nextBytes(id);
        var text = """
                {"type":"carekeep.heartbeat","timestamp":"%s","data":{"site":"%s"}}""".formatted(clock.instant().truncatedTo(ChronoUnit.SECONDS), site);
        if (!post.sent(target, HexFormat.of().formatHex(id), text)) {
            LOG.warn(Event.HEARTBEAT_NOT_HEARD);
        }
    }
}
