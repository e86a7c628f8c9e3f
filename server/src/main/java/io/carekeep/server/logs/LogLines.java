package io.carekeep.server.logs;

import io.carekeep.server.settings.LogFormat;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/// Writes a log line. Our own events are made of words from code and numbers, so they are shown; what a library says
/// may quote a request, so only which library spoke is shown, and the types and places of its exceptions.
final class LogLines extends Formatter {

    private static final String OURS = "io.carekeep.";
    private static final int FRAMES = 8;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final LogFormat format;

    LogLines(LogFormat format) {
        this.format = format;
    }

    @Override
    public String format(LogRecord line) {
        var logger = line.getLoggerName() == null ? "" : line.getLoggerName();
        var event = logger.startsWith(OURS) ? line.getMessage() : "library_spoke" + failure(line.getThrown());
        var time = TIME.format(Instant.ofEpochMilli(line.getMillis()));
        var level = line.getLevel().getName().toLowerCase(Locale.ROOT);
        return switch (format) {
            case TEXT -> time + " " + level + " " + logger + " " + event + "\n";
            case JSON ->
                "{\"time\":\"" + time + "\",\"level\":\"" + level + "\",\"logger\":\"" + logger + "\",\"event\":\""
                        + event.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}\n";
        };
    }

    private static String failure(@Nullable Throwable failure) {
        var shown = new StringBuilder();
        for (Throwable each = failure; each != null; each = each.getCause()) {
            shown.append(shown.isEmpty() ? " failure=" : " from ")
                    .append(each.getClass().getName());
            var trace = each.getStackTrace();
            for (int frame = 0; frame < Math.min(FRAMES, trace.length); frame++) {
                shown.append(" at ")
                        .append(trace[frame].getClassName())
                        .append('.')
                        .append(trace[frame].getMethodName())
                        .append(':')
                        .append(trace[frame].getLineNumber());
            }
        }
        return shown.toString();
    }
}
