package io.carekeep.base;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one way to write a log line: an event from an enum and [LogField]s, never a sentence.
public final class EventLog {

    private static final int FRAMES = 6;

    private final Logger log;

    public EventLog(Class<?> source) {
        this.log = LoggerFactory.getLogger(source);
    }

    public void info(Enum<?> event, LogField... fields) {
        if (log.isInfoEnabled()) {
            log.info(line(event, fields));
        }
    }

    public void warn(Enum<?> event, LogField... fields) {
        log.warn(line(event, fields));
    }

    public void error(Enum<?> event, LogField... fields) {
        log.error(line(event, fields));
    }

    private static String line(Enum<?> event, LogField... fields) {
        return event.name().toLowerCase(java.util.Locale.ROOT)
                + Arrays.stream(fields).map(EventLog::shown).collect(Collectors.joining());
    }

    private static String shown(LogField field) {
        var value = switch (field) {
            case LogField.Count count -> Long.toString(count.value());
            case LogField.Took took -> took.value().toMillis() + "ms";
            case LogField.Word word -> word.value().name().toLowerCase(java.util.Locale.ROOT);
            case LogField.Surrogate surrogate -> Long.toString(surrogate.value());
            case LogField.Failure failure -> chain(failure.value());
        };
        return " " + field.name() + "=" + value;
    }

    private static String chain(Throwable failure) {
        var line = new StringBuilder();
        for (Throwable each = failure; each != null; each = each.getCause()) {
            line.append(line.isEmpty() ? "" : " from ").append(each.getClass().getName());
            Arrays.stream(each.getStackTrace())
                    .limit(FRAMES)
                    .forEach(frame -> line.append(" at ")
                            .append(frame.getClassName())
                            .append('.')
                            .append(frame.getMethodName())
                            .append(':')
                            .append(frame.getLineNumber()));
        }
        return line.toString();
    }
}
