package io.carekeep.server.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.server.settings.LogFormat;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

final class LogLinesTest {

    private static String line(LogFormat format, String logger, String message) {
        var line = new LogRecord(Level.WARNING, message);
        line.setLoggerName(logger);
        line.setThrown(new IllegalStateException("Patient Amina Test"));
        return new LogLines(format).format(line);
    }

    @Test
    void our_own_event_is_shown() {
        assertThat(line(LogFormat.TEXT, "io.carekeep.server.Any", "server_started port=1"))
                .endsWith(" warning io.carekeep.server.Any server_started port=1\n");
    }

    @Test
    void of_a_library_only_its_name_and_its_failures_places_are_shown() {
        assertThat(line(
                        LogFormat.TEXT,
                        "org.springframework.web.servlet.PageNotFound",
                        "No mapping for GET /fhir/Amina"))
                .contains("PageNotFound library_spoke failure=java.lang.IllegalStateException at ")
                .doesNotContain("Amina");
    }

    @Test
    void a_json_line_is_one_json_object() {
        assertThat(line(LogFormat.JSON, "io.carekeep.Any", "a\\\"b"))
                .startsWith("{\"time\":\"")
                .endsWith("\"event\":\"a\\\\\\\"b\"}\n");
    }
}
