package io.carekeep.server.emergency;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Gate;
import io.carekeep.access.Interaction;
import io.carekeep.access.Permit;
import io.carekeep.access.emergency.Emergencies;
import io.carekeep.access.emergency.Emergency;
import io.carekeep.access.emergency.Openings;
import io.carekeep.access.emergency.Reason;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceKey;
import io.carekeep.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// Opens one patient's records to the caller in an emergency, says what is open so that an application can show it, and
/// tells those who review the alarm what was said.
@RestController
final class EmergencyApi {

    private static final Action BREAK_GLASS = Action.of(Interaction.BREAK_GLASS);
    private static final Action REVIEW = Action.of(Interaction.VIEW_ALARMS);
    private static final int TEXT_LEAST = 10;
    private static final int TEXT_MOST = 2_000;

    /// @param patient such as `Patient/1`
    /// @param reason one of [Reason]'s words
    /// @param text why, in the caller's words
    record Asked(
            @Nullable String patient,
            @Nullable String reason,
            @Nullable String text,
            @Nullable Integer minutes) {

        @Override
        public String toString() {
            return "[emergency]";
        }
    }

    /// What is open: what an application shows as a banner.
    record Opened(long number, String patient, String reason, Instant from, Instant until, long alarm) {}

    /// What a reviewer sees.
    /// @param patient its number, as alarms have it
    record Said(long number, long account, long patient, String reason, String text, Instant from, Instant until) {}

    private final Gate gate;
    private final Emergencies emergencies;
    private final Openings openings;
    private final Store store;

    EmergencyApi(Gate gate, Emergencies emergencies, Openings openings, Store store) {
        this.gate = gate;
        this.emergencies = emergencies;
        this.openings = openings;
        this.store = store;
    }

    @PostMapping("/access/emergency")
    ResponseEntity<Opened> open(Caller caller, @RequestBody Asked asked) {
        var key = ResourceKey.ofPatient(given(asked.patient()));
        var reason = Reason.parse(given(asked.reason()));
        var text = given(asked.text()).strip();
        if (text.length() < TEXT_LEAST || text.length() > TEXT_MOST) {
            throw new Refused(
                    new Problem.Invalid("text", "why, in " + TEXT_LEAST + " to " + TEXT_MOST + " characters"));
        }
        var time = Duration.ofMinutes(asked.minutes() == null ? 0 : asked.minutes());
        var opened = gate.pass(caller, BREAK_GLASS, permit -> {
            long home = store.names().find(key).orElseThrow(() -> new Refused(new Problem.Missing("Patient")));
            permit.trail().concerns(home);
            return emergencies.open(permit, home, reason, time, "Patient/" + key.id() + "\n" + text);
        });
        openings.changed(caller.account());
        return ResponseEntity.status(HttpStatus.CREATED).body(opened(opened));
    }

    private static String given(@Nullable String text) {
        return text == null ? "" : text;
    }

    // The patient's address stands before what was said.
    private Opened opened(Emergency each) {
        return new Opened(
                each.number(),
                emergencies.said(each).lines().findFirst().orElse(""),
                each.reason().word(),
                Instant.ofEpochMilli(each.low()),
                Instant.ofEpochMilli(each.high()),
                each.alarm());
    }

    /// What is open to the caller at present.
    @GetMapping("/access/emergency")
    List<Opened> open(Caller caller) {
        return gate.pass(caller, BREAK_GLASS, emergencies::of).stream()
                .map(this::opened)
                .toList();
    }

    @DeleteMapping("/access/emergency/{number}")
    ResponseEntity<Void> end(Caller caller, @PathVariable long number) {
        gate.pass(caller, BREAK_GLASS, permit -> {
            emergencies.end(permit, number);
            return true;
        });
        openings.changed(caller.account());
        return ResponseEntity.noContent().build();
    }

    /// What was said by who raised an alarm of this kind.
    @GetMapping("/admin/alarms/{alarm}/emergencies")
    List<Said> said(Caller caller, @PathVariable long alarm) {
        return gate.pass(caller, REVIEW, permit -> said(permit, alarm));
    }

    private List<Said> said(Permit permit, long alarm) {
        return emergencies.ofAlarm(permit, alarm).stream()
                .map(each -> new Said(
                        each.number(),
                        each.account(),
                        each.home(),
                        each.reason().word(),
                        emergencies.said(each).lines().skip(1).collect(Collectors.joining("\n")),
                        Instant.ofEpochMilli(each.low()),
                        Instant.ofEpochMilli(each.high())))
                .toList();
    }
}
