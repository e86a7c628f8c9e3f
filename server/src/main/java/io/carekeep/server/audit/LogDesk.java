package io.carekeep.server.audit;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Decision;
import io.carekeep.access.Gate;
import io.carekeep.access.Interaction;
import io.carekeep.access.Permit;
import io.carekeep.access.Policy;
import io.carekeep.audit.Handle;
import io.carekeep.audit.LogReader;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceKey;
import io.carekeep.fhir.ResourceType;
import io.carekeep.store.Store;
import io.carekeep.store.find.RecordCheck;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/// The way to what the log says of people: who may read how much of it, each look an entry of the log itself.
final class LogDesk {

    /// How much of the log somebody may read.
    enum Reach {
        /// All of it: administrators and security officers.
        WHOLE,
        /// What is about themselves, or about those for whom they act.
        OWN,
        NOTHING
    }

    private static final ResourceType AUDIT_EVENT =
            ResourceType.of("AuditEvent").orElseThrow();
    private static final int TOGETHER = 4_096;
    private static final int LOOKS_MOST = 20;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private final Gate gate;
    private final Policy policy;
    private final LogReader reader;
    private final Store store;
    private final RecordCheck check;
    private final Clock clock;

    LogDesk(Gate gate, Policy policy, LogReader reader, Store store, RecordCheck check, Clock clock) {
        this.clock = clock;
        this.gate = gate;
        this.policy = policy;
        this.reader = reader;
        this.store = store;
        this.check = check;
    }

    Reach reach(Caller caller) {
        if (policy.decide(caller, Action.of(Interaction.VIEW_LOG)) instanceof Decision.Permitted) {
            return Reach.WHOLE;
        }
        boolean somebody = caller.fhirUser().stream()
                .anyMatch(each -> each.startsWith("Patient/") || each.startsWith("RelatedPerson/"));
        boolean may = policy.decide(caller, Action.of(Interaction.VIEW_OWN_LOG)) instanceof Decision.Permitted;
        return somebody && may ? Reach.OWN : Reach.NOTHING;
    }

    /// Looks into the log, through the gate.
    /// @param words what was asked for
    <T> T look(Caller caller, Reach reach, String words, Function<Permit, T> work) {
        var way = reach == Reach.WHOLE ? Interaction.VIEW_LOG : Interaction.VIEW_OWN_LOG;
        return gate.pass(caller, new Action(way, AUDIT_EVENT).asked(words), work);
    }

    /// The patient whom somebody wants to look at; without one, who asks.
    /// @return empty when there is no such patient, or it is not for the caller to look
    OptionalLong patient(Permit permit, Optional<ResourceKey> asked) {
        var patient = number(asked.orElseGet(() -> self(permit.caller())));
        boolean own = permit.action().interaction() == Interaction.VIEW_OWN_LOG;
        if (patient.isEmpty()
                || own && check.own(permit, List.of(patient.getAsLong())).isEmpty()) {
            return OptionalLong.empty();
        }
        permit.trail().concerns(patient.getAsLong());
        return patient;
    }

    /// Which of some patients it is for the caller to look at.
    OptionalLong own(Permit permit, Collection<Long> patients) {
        var own = check.own(permit, patients);
        own.ifPresent(permit.trail()::concerns);
        return own;
    }

    private static ResourceKey self(Caller caller) {
        var patients = caller.fhirUser().stream()
                .filter(each -> each.startsWith("Patient/"))
                .toList();
        if (patients.size() != 1) {
            throw new Refused(new Problem.Invalid("patient", "the patient whom it is about: Patient/[id]"));
        }
        return ResourceKey.parse("Patient", patients.getFirst().substring("Patient/".length()));
    }

    OptionalLong number(ResourceKey key) {
        return store.names().find(key);
    }

    /// Waits a moment until all that has been written down has its number, which it gets within a fraction of a second.
    /// @return the present, in milliseconds since the epoch
    long numbered() {
        long now = clock.millis();
        for (int looks = 0; looks < LOOKS_MOST && reader.isWaiting(now); looks++) {
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
        return now;
    }

    Whom whom() {
        return new Whom(store.surrogates());
    }

    LogReader reader() {
        return reader;
    }

    /// Hands over all entries that are found, some at a time, with what their records are known by; those that were
    /// altered are counted.
    /// @param meant whether an entry is wanted, as far as it says so itself
    /// @return how many did not open
    long each(LogReader.Wanted wanted, Predicate<Logged> meant, Whom whom, Consumer<Logged> taker) {
        var together = new ArrayList<Logged>();
        var altered = new long[1];
        reader.each(wanted, (number, entry) -> {
            if (entry == null) {
                altered[0]++;
                return true;
            }
            var logged = Logged.of(number, entry);
            if (meant.test(logged)) {
                together.add(logged);
            }
            if (together.size() == TOGETHER) {
                hand(together, whom, taker);
            }
            return true;
        });
        hand(together, whom, taker);
        return altered[0];
    }

    private static void hand(List<Logged> together, Whom whom, Consumer<Logged> taker) {
        whom.learn(together);
        together.forEach(taker);
        together.clear();
    }

    /// All entries that are about a patient, in some order.
    long about(long patient, EventQuery.Span span, Whom whom, Consumer<Logged> taker) {
        var wanted = LogReader.Wanted.of(Handle.patient(patient), span.from(), span.until());
        return each(wanted, entry -> mayBeAbout(entry, patient), whom, entry -> {
            if (whom.isAbout(entry, patient)) {
                taker.accept(entry);
            }
        });
    }

    /// Whether an entry is about a patient, or is one of those that do not say so themselves.
    static boolean mayBeAbout(Logged entry, long patient) {
        return entry.facts().isAbout(patient) || entry.isMute();
    }
}
