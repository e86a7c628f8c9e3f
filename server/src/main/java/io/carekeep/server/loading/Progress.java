package io.carekeep.server.loading;

import java.io.PrintStream;
import java.util.Locale;

/// Shows how far a load is: a bar on a terminal, and a line of figures at its end.
final class Progress {

    private static final int BAR = 30;
    private static final long BETWEEN_NANOS = 200_000_000L;

    private final PrintStream out;
    private final boolean bar;
    private final int bundles;
    private final long began = System.nanoTime();
    private long shown;
    private int seen;
    private long resources;

    Progress(PrintStream out, boolean bar, int bundles) {
        this.out = out;
        this.bar = bar;
        this.bundles = bundles;
    }

    synchronized void seen(int more) {
        seen++;
        resources += more;
        if (bar && (System.nanoTime() - shown > BETWEEN_NANOS || seen == bundles)) {
            shown = System.nanoTime();
            int full = bundles == 0 ? BAR : BAR * seen / bundles;
            out.print("\r[" + "#".repeat(full) + ".".repeat(BAR - full) + "] " + figures());
            out.flush();
        }
    }

    /// A line that stays, above the bar.
    synchronized void say(String line) {
        out.println((bar ? "\r\u001b[K" : "") + line);
    }

    synchronized void end() {
        out.println((bar ? "\r\u001b[K" : "") + figures());
    }

    private String figures() {
        double seconds = Math.max((System.nanoTime() - began) / 1e9, 0.001);
        return String.format(
                Locale.ROOT, "%d of %d bundles, %,d resources, %,.0f/s", seen, bundles, resources, resources / seconds);
    }
}
