package io.carekeep.access;

import io.carekeep.audit.Entry;
import io.carekeep.audit.Handle;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes the audit entries of requests: the facts, then the lines of the trail.
final class EntryMaker {

    private static final byte[] NO_LINES = {};

    private final Clock clock;

    EntryMaker(Clock clock) {
        this.clock = clock;
    }

    /// Of a request that did what it asked for.
    Entry done(Permit permit) {
        var trail = permit.trail();
        var known = permit.caller().circumstances();
        var facts = Facts.of(
                trail.session().isPresent() ? known.in(trail.session().getAsLong()) : known,
                permit.action(),
                trail.seen(),
                trail.written(),
                trail.concerned());
        return entry(
                permit.caller().account(),
                permit.action().interaction(),
                Entry.Outcome.DONE,
                trail.replaced(),
                facts,
                trail.bytes());
    }

    /// Of a request that was denied or failed: what it showed and made does not count, whom it was about does.
    /// @param permit under which it was tried; null when there was none
    Entry undone(Caller caller, Action action, Entry.Outcome outcome, @Nullable Permit permit) {
        var about = permit == null ? Set.<Long>of() : permit.trail().about();
        var facts = Facts.of(caller.circumstances(), action, Set.of(), Set.of(), about);
        return entry(caller.account(), action.interaction(), outcome, List.of(), facts, NO_LINES);
    }

    /// Of somebody who did not prove who they are.
    Entry turnedAway(long account, Interaction interaction, Optional<InetAddress> from) {
        var known = from.map(Circumstances.UNKNOWN::at).orElse(Circumstances.UNKNOWN);
        var facts = Facts.of(known, Action.of(interaction), Set.of(), Set.of(), Set.of());
        return entry(account, interaction, Entry.Outcome.DENIED, List.of(), facts, NO_LINES);
    }

    /// Of what the server did to an account by itself.
    Entry byItself(long about, Action action, Trail trail) {
        var facts = Facts.of(Circumstances.UNKNOWN, action, Set.of(), Set.of(), Set.of());
        var content = new ByteArrayOutputStream();
        content.writeBytes(facts.bytes());
        content.writeBytes(trail.bytes());
        return new Entry(
                clock.millis(),
                0,
                action.interaction().number(),
                Entry.Outcome.DONE,
                List.of(),
                List.of(Handle.account(0), Handle.account(about)),
                content.toByteArray());
    }

    private Entry entry(
            long account,
            Interaction interaction,
            Entry.Outcome outcome,
            List<Long> replaced,
            Facts facts,
            byte[] lines) {
        var content = new ByteArrayOutputStream();
        content.writeBytes(facts.bytes());
        content.writeBytes(lines);
        return new Entry(
                clock.millis(),
                account,
                interaction.number(),
                outcome,
                replaced,
                handles(account, facts),
                content.toByteArray());
    }

    private static List<Handle> handles(long account, Facts facts) {
        var handles = new ArrayList<Handle>();
        handles.add(Handle.account(account));
        facts.from().ifPresent(address -> handles.add(Handle.address(address.getAddress())));
        facts.session().ifPresent(number -> handles.add(Handle.session(number)));
        for (var patients : List.of(facts.seen(), facts.written(), facts.concerned())) {
            patients.forEach(number -> handles.add(Handle.patient(number)));
        }
        return handles;
    }
}
