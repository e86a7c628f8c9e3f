package io.carekeep.server.alarm;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.carekeep.alarm.Case;
import io.carekeep.alarm.CaseEvent;
import io.carekeep.alarm.Cases;
import io.carekeep.alarm.Evidence;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An alarm as the API shows it.
/// @param subject surrogate number of the record or thing that it is about
/// @param account that it is about
/// @param missed how often nobody took it in time
@JsonInclude(JsonInclude.Include.NON_NULL)
record AlarmAnswer(
        long number,
        String kind,
        String severity,
        String state,
        @Nullable Long subject,
        @Nullable Long account,
        String opened,
        long times,
        String last,
        @Nullable Long owner,
        int missed,
        @Nullable String due,
        @Nullable String closed,
        @Nullable Map<String, String> evidence,
        @Nullable Boolean complete,
        @Nullable List<Line> history) {

    /// A line of its history; without a text it was altered.
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Line(
            int number,
            String at,
            long account,
            String what,
            @Nullable String text) {

        private static Line of(CaseEvent event) {
            return new Line(
                    event.number(),
                    event.at().toString(),
                    event.account(),
                    event.what().word(),
                    event.text());
        }

        @Override
        public String toString() {
            return "line " + number;
        }
    }

    static AlarmAnswer of(Case about) {
        return with(about, null, null);
    }

    static AlarmAnswer of(Cases.Told told) {
        var lines = told.events().stream().map(Line::of).toList();
        return with(told.about(), told.complete(), lines);
    }

    private static AlarmAnswer with(Case about, @Nullable Boolean complete, @Nullable List<Line> history) {
        return new AlarmAnswer(
                about.number(),
                about.kind().name(),
                about.severity().word(),
                about.state().word(),
                about.subject().number() == 0 ? null : about.subject().number(),
                about.subject().account() == 0 ? null : about.subject().account(),
                about.opened().toString(),
                about.times(),
                about.last().toString(),
                about.owner(),
                about.level(),
                text(about.due()),
                text(about.closed()),
                fields(about.evidence()),
                complete,
                history);
    }

    private static @Nullable String text(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }

    private static @Nullable Map<String, String> fields(@Nullable Evidence evidence) {
        if (evidence == null) {
            return null;
        }
        var fields = new LinkedHashMap<String, String>();
        evidence.fields().forEach(each -> fields.put(each.name(), each.value()));
        return fields;
    }

    @Override
    public String toString() {
        return "alarm " + number;
    }
}
