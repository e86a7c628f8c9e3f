package io.carekeep.store.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.carekeep.base.Refused;
import io.carekeep.fhir.search.Dates;
import io.carekeep.store.ReadResult;
import io.carekeep.store.TestStore;
import io.carekeep.testkit.Safeguard;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Nothing that a record says lies readable on disk.
@Safeguard("164.312(a)(2)(iv)")
final class PlantedMarkersTest {

    private static final LocalDate BORN = LocalDate.of(1931, 8, 17);

    private static final String PATIENT = """
            {"resourceType":"Patient","id":"ID-Markervelo-7","active":true,
             "identifier":[{"system":"urn:example:Markersystem","value":"Markernumber-4711"}],
             "name":[{"family":"Markerfamüly","given":["Markergiven"]}],"birthDate":"1931-08-17",
             "telecom":[{"system":"email","value":"Markermail@example.org"}],
             "address":[{"line":["Markerstreet 5"],"city":"Markertown"}],
             "contact":[{"name":{"text":"Markercontact"}}]}""";
    private static final String OBSERVATION = """
            {"resourceType":"Observation","id":"ID-Markerobs-8","status":"final",
             "code":{"coding":[{"system":"http://markersystem.example.org","code":"Markercode-99","display":"Markerdisplay"}],
                     "text":"Markertext"},
             "subject":{"reference":"Patient/ID-Markervelo-7","display":"Markershown"},
             "valueString":"Markervalue","note":[{"text":"Markernote"}]}""";
    private static final String[] MARKERS = {
        "ID-Markervelo-7",
        "Markersystem",
        "Markernumber-4711",
        "Markerfamüly",
        "Markerfamuly",
        "Markergiven",
        "Markermail",
        "Markerstreet",
        "Markertown",
        "Markercontact",
        "ID-Markerobs-8",
        "Markercode-99",
        "Markerdisplay",
        "Markertext",
        "Markershown",
        "Markervalue",
        "Markernote",
        "Markerwrong",
        "Markersought",
        "1931-08-17",
        "19310817"
    };

    private static long millis() {
        return BORN.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }

    private static Traces traces() {
        var traces = new Traces();
        for (var marker : MARKERS) {
            traces.text(marker);
        }
        long millis = millis();
        long last = millis + 86_399_999;
        return traces.number("day", BORN.toEpochDay())
                .number("seconds", millis / 1000)
                .number("millis", millis)
                .number("last millis", last)
                .number("code", Dates.code(millis))
                .number("last code", Dates.code(last))
                .number("code after", Dates.code(last) + 1)
                .number("PostgreSQL's microseconds", (millis - 946_684_800_000L) * 1000);
    }

    @Test
    void no_file_holds_what_was_written_sought_or_refused() throws IOException {
        var logged = new ListAppender<ILoggingEvent>();
        var root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        logged.start();
        root.addAppender(logged);
        try (var store = new TestStore()) {
            live(store);
            store.stop();
            assertThat(traces().under(store.database.home())).isEmpty();
        } finally {
            root.detachAppender(logged);
        }
        var log = logged.list.stream()
                .map(event -> event.getFormattedMessage() + ThrowableProxyUtil.asString(event.getThrowableProxy()))
                .collect(Collectors.joining("\n"));
        assertThat(traces().in(log.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }

    @Test
    void what_does_lie_readable_on_disk_is_found() throws IOException {
        try (var store = new TestStore()) {
            JdbcClient.create(store.database.database().owner())
                    .sql("create table store.readable as select 'Markernote' as text, " + Dates.code(millis())
                            + "::bigint as code")
                    .update();
            store.stop();
            var found = String.join("\n", traces().under(store.database.home()));
            assertThat(found)
                    .contains("base/")
                    .contains("pg_wal/")
                    .contains("plain Markernote")
                    .contains("code LITTLE_ENDIAN");
        }
    }

    private static void live(TestStore store) {
        store.put("Patient/ID-Markervelo-7", PATIENT);
        store.put("Observation/ID-Markerobs-8", OBSERVATION);
        for (int round = 0; round < 20; round++) {
            store.create(PATIENT.replace("\"id\":\"ID-Markervelo-7\",", ""));
        }
        store.put("Patient/ID-Markervelo-7", PATIENT.replace("Markertown", "Markertown East"));
        assertThat(store.read("Patient/ID-Markervelo-7")).isInstanceOf(ReadResult.Found.class);
        for (var url : new String[] {
            "Patient?family=Markerfamuly",
            "Patient?name:contains=arkergiv",
            "Patient?identifier=urn:example:Markersystem|Markernumber-4711",
            "Patient?birthdate=1931-08-17",
            "Patient?address-city=Markertown&_sort=family",
            "Patient?name=Markersought",
            "Observation?code=Markercode-99",
            "Observation?code:text=markertext",
            "Observation?subject:Patient.name=Markergiven"
        }) {
            store.search(url);
        }
        assertThatThrownBy(() -> store.create("""
                {"resourceType":"Patient","birthDate":"Markerwrong","gender":"Markerwrong"}""")).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> store.search("Patient?birthdate=Markerwrong")).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> store.search("Patient?Markerwrong=1")).isInstanceOf(Refused.class);
        store.delete("Observation/ID-Markerobs-8");
    }

    @Test
    void the_search_finds_each_form() {
        var traces = traces();
        for (var form : new String[] {
            "x Markernote x",
            "MARKERNOTE",
            "Gr%4D%61%72%6B%65%72%6E%6F%74%65",
            "4d61726b65726e6f7465",
            "Markerfam\\u00fcly",
            java.util.Base64.getEncoder().encodeToString("xMarkernote".getBytes(StandardCharsets.UTF_8))
        }) {
            assertThat(traces.in(form.getBytes(StandardCharsets.UTF_8)))
                    .as(form)
                    .isNotEmpty();
        }
        assertThat(traces.in("\0M\0a\0r\0k\0e\0r\0n\0o\0t\0e".getBytes(StandardCharsets.UTF_8)))
                .isNotEmpty();
        assertThat(traces.in("nothing of the kind".getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }
}
