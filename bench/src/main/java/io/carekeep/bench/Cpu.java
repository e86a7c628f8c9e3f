package io.carekeep.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// The processor time that this process and the database have used since it was made.
final class Cpu {

    /// @param server this process
    /// @param database its postmaster and all that it started
    record Used(Duration server, Duration database) {}

    private static final long NANOS_A_TICK = 10_000_000;
    private static final int USER = 11;
    private static final int CHILDREN_SYSTEM = 14;

    private final long postmaster;
    private final Duration serverBefore;
    private final Duration databaseBefore;

    Cpu(long postmaster) {
        this.postmaster = postmaster;
        this.serverBefore = server();
        this.databaseBefore = database();
    }

    Used since() {
        return new Used(server().minus(serverBefore), database().minus(databaseBefore));
    }

    private static Duration server() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private Duration database() {
        return ProcessHandle.of(postmaster).stream()
                .flatMap(root -> java.util.stream.Stream.concat(java.util.stream.Stream.of(root), root.descendants()))
                .map(process -> ticks(process.pid()))
                .reduce(Duration.ZERO, Duration::plus);
    }

    // /proc/[pid]/stat, fields 14 to 17: user and system time, its own and of the children that ended.
    private static Duration ticks(long pid) {
        try {
            var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            long ticks = 0;
            for (int at = USER; at <= CHILDREN_SYSTEM; at++) {
                ticks += Long.parseLong(fields[at]);
            }
            return Duration.ofNanos(ticks * NANOS_A_TICK);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
