package io.carekeep.server.logs;

import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

/// Writes lines to standard error. The JDK's own handler won't do: Tomcat puts a formatter of its own into that.
final class StandardError extends Handler {

    private final Formatter lines;

    StandardError(Formatter lines) {
        this.lines = lines;
    }

    @Override
    @SuppressWarnings("SystemOut")
    public void publish(LogRecord line) {
        System.err.print(lines.format(line));
    }

    @Override
    public void flush() { // standard error holds nothing back
    }

    @Override
    public void close() { // standard error is not ours
    }
}
