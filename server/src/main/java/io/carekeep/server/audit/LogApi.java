package io.carekeep.server.audit;

import io.carekeep.access.Caller;
import io.carekeep.fhir.ResourceKey;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Tells patients and their proxies who saw them, and security officers what somebody saw.
@RestController
final class LogApi {

    /// What a breach scope is asked for: one of the first five, and times as FHIR dates.
    record Asked(
            @Nullable String user,
            @Nullable String token,
            @Nullable String session,
            @Nullable String address,
            @Nullable String patient,
            @Nullable String from,
            @Nullable String to,
            @Nullable Boolean scan) {

        private BreachScope.By by() {
            var values = new HashMap<String, String>();
            put(values, "user", user);
            put(values, "token", token);
            put(values, "session", session);
            put(values, "address", address);
            put(values, "patient", patient);
            return LogWords.by(values);
        }

        private static void put(Map<String, String> values, String name, @Nullable String value) {
            if (value != null) {
                values.put(name, value);
            }
        }

        @Override
        public String toString() {
            return "[scope]";
        }
    }

    private final LogReports reports;
    private final LogWords words;
    private final ZoneId zone;

    LogApi(LogReports reports, LogWords words, ZoneId zone) {
        this.reports = reports;
        this.words = words;
        this.zone = zone;
    }

    /// Who saw a patient: without a parameter, who asks.
    @GetMapping("/access/log")
    List<LogReports.Seen> who(
            Caller caller,
            @RequestParam Optional<String> patient,
            @RequestParam Optional<String> from,
            @RequestParam Optional<String> to) {
        return reports.who(caller, patient.map(ResourceKey::ofPatient), EventQuery.Span.parse(from, to, zone));
    }

    /// The accounting of disclosures.
    @GetMapping("/access/disclosures")
    List<LogReports.Disclosure> disclosures(
            Caller caller,
            @RequestParam Optional<String> patient,
            @RequestParam Optional<String> from,
            @RequestParam Optional<String> to) {
        return reports.disclosures(caller, patient.map(ResourceKey::ofPatient), EventQuery.Span.parse(from, to, zone));
    }

    /// What a user, a token, a session or an address saw, or who saw a patient: a signed note. A token stands in the
    /// body, not in the address, which others may keep.
    @PostMapping("/admin/audit/scope")
    ResponseEntity<byte[]> scope(Caller caller, @RequestBody Asked asked) {
        var span = EventQuery.Span.parse(Optional.ofNullable(asked.from()), Optional.ofNullable(asked.to()), zone);
        var report = words.scope(caller, asked.by(), span, Boolean.TRUE.equals(asked.scan()));
        return ResponseEntity.ok()
                .contentType(new MediaType("text", "plain", StandardCharsets.UTF_8))
                .body(report.getBytes(StandardCharsets.UTF_8));
    }
}
