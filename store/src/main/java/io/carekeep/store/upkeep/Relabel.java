package io.carekeep.store.upkeep;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Gate;
import io.carekeep.access.Group;
import io.carekeep.access.Interaction;
import io.carekeep.access.Label;
import io.carekeep.access.Permit;
import io.carekeep.access.Policy;
import io.carekeep.base.Check;
import io.carekeep.base.EventLog;
import io.carekeep.base.HandlesPhi;
import io.carekeep.base.LogField;
import io.carekeep.base.Refused;
import io.carekeep.base.database.Alone;
import io.carekeep.base.database.Database;
import io.carekeep.fhir.json.JsonParser;
import io.carekeep.store.Change;
import io.carekeep.store.Store;
import io.carekeep.store.write.Relabelling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/// Puts the labels that rules ask for on records that were written before these rules were in force, while requests go
/// on: each that lacks one gets a new version with it.
///
/// Other labels are announced in the transaction that puts them into force. When every process writes by them, and
/// every transaction that may have written by others has ended, all records are gone through.
///
/// It can be stopped at any moment. Each batch of records is a transaction that also says how far it is.
public final class Relabel {

    private enum Event {
        RECORD_PASSED_OVER,
        RECORDS_LABELLED
    }

    private static final EventLog LOG = new EventLog(Relabel.class);
    private static final int WORK = 4;
    private static final long LOOK_EVERY_NANOS = 50_000_000;
    // Nobody asks for each record: it goes on until it is over.
    private static final Caller MACHINE = new Caller(0, Caller.Kind.SERVICE, Set.of(Group.ADMINISTRATOR));

    /// After how long every process writes by the labels in force, twice what it may believe others.
    public static final Duration HEARD = Duration.ofSeconds(2);

    private final Store store;
    private final Database database;
    private final JsonParser parser;
    private final Policy policy;
    private final Gate gate;
    private final Pace pace;
    private final Duration heard;
    private final LabelWalk walk;
    private final RowScan scan;
    private final Relabelling relabelling;
    private volatile boolean stopping;

    /// @param pace records a second
    public Relabel(Store store, Database database, JsonParser parser, Policy policy, Gate gate, Pace pace) {
        this(store, database, parser, policy, gate, pace, HEARD, RowScan.ROWS_MAX);
    }

    /// @param batch how many records one transaction takes
    Relabel(
            Store store,
            Database database,
            JsonParser parser,
            Policy policy,
            Gate gate,
            Pace pace,
            Duration heard,
            int batch) {
        this.store = store;
        this.database = database;
        this.parser = parser;
        this.policy = policy;
        this.gate = gate;
        this.pace = pace;
        this.heard = heard;
        this.walk = new LabelWalk(database.sql(), store.vault());
        this.scan = new RowScan(store, database, batch);
        this.relabelling = new Relabelling(store, parser);
    }

    /// Says, in the transaction of who puts them into force, that records may lack labels.
    public void announce(Permit permit) {
        Check.that(permit.allows(Action.of(Interaction.MANAGE_POLICY)), "a permit to manage the policy");
        walk.announce();
    }

    /// Whether there are records that have not been looked at by the labels in force.
    public boolean due() {
        var place = walk.place();
        return !place.over() || !walk.isBy(place, policy.labels());
    }

    /// How far it is.
    public Labelled progress() {
        var place = walk.place();
        var labels = policy.labels();
        if (!walk.isBy(place, labels)) {
            return new Labelled(true, 0, place.every(), 0, new LinkedHashMap<>());
        }
        var counted = LabelWalk.counted(labels);
        var byLabel = new LinkedHashMap<String, Long>();
        for (int at = 0; at < counted.size(); at++) {
            byLabel.put(counted.get(at).name(), place.counts().get(at));
        }
        return new Labelled(!place.over(), place.looked(), place.every(), place.lacking(), byLabel);
    }

    /// Ends what is being carried out, at the next batch.
    public void stop() {
        stopping = true;
    }

    /// Carries out what is due, or goes on with what was cut off. Ends early when it is stopped, and when other labels
    /// are put into force.
    /// @return how many records were looked at; 0 when another process is at it
    public long run() {
        var alone = Alone.at(WORK, database.owner());
        if (alone.isEmpty()) {
            return 0;
        }
        try (var _ = alone.get()) {
            var labels = policy.labels();
            var place = walk.place();
            if (!walk.isBy(place, labels)) {
                awaitHeard();
                OpenTransactions.awaitEnd(database.sql(), this::stopped);
                if (stopped()) {
                    return 0;
                }
                place = begun();
            }
            return place.over() ? 0 : walk(place);
        }
    }

    private void awaitHeard() {
        long end = System.nanoTime() + heard.toNanos();
        for (long left = end - System.nanoTime(); left > 0 && !stopped(); left = end - System.nanoTime()) {
            LockSupport.parkNanos(Math.min(left, LOOK_EVERY_NANOS));
        }
    }

    private boolean stopped() {
        return stopping || Thread.currentThread().isInterrupted();
    }

    // What this process knew of the labels may have been older than what others had gone through by.
    private LabelWalk.Place begun() {
        return Objects.requireNonNull(database.transactions().execute(_ -> {
            var place = walk.place();
            var labels = policy.labels();
            return walk.isBy(place, labels) ? place : walk.begin(place, labels);
        }));
    }

    private long walk(LabelWalk.Place from) {
        long before = from.looked();
        var place = from;
        while (!place.over() && !stopped()) {
            long started = System.nanoTime();
            var at = place;
            var next = gate.pass(MACHINE, Action.of(Interaction.RELABEL), permit -> step(permit, at));
            if (next.isEmpty()) {
                return place.looked() - before;
            }
            place = next.get();
            pace.rest(place.looked() - at.looked(), Duration.ofNanos(System.nanoTime() - started));
        }
        if (place.over()) {
            LOG.info(
                    Event.RECORDS_LABELLED,
                    new LogField.Count("records", place.looked()),
                    new LogField.Count("labelled", place.lacking()));
        }
        return place.looked() - before;
    }

    // Empty when other labels are in force by now.
    private Optional<LabelWalk.Place> step(Permit permit, LabelWalk.Place at) {
        if (!walk.isBy(at, permit.labels())) {
            return Optional.empty();
        }
        var found = scan.current(Long.MIN_VALUE, Long.MAX_VALUE, at.number(), Integer.MAX_VALUE);
        var next = found.isEmpty() ? at.ended() : at.after(labelled(permit, found));
        walk.save(at, next);
        return Optional.of(next);
    }

    private LabelWalk.Place.Some labelled(Permit permit, List<RowScan.Found> found) {
        var labels = LabelWalk.counted(permit.labels());
        var lacking = new ArrayList<Long>();
        for (var each : found) {
            if (lacks(each, labels)) {
                lacking.add(each.number());
            }
        }
        var counts = new long[labels.size()];
        var written = lacking.isEmpty() ? List.<List<Label>>of() : relabelling.write(permit, lacking);
        written.forEach(missing -> missing.forEach(label -> counts[labels.indexOf(label)]++));
        return new LabelWalk.Place.Some(found.getLast().number(), found.size(), written.size(), counts);
    }

    // What doesn't open can't be helped here, and nobody can read it: the scrub says so too.
    @HandlesPhi(why = "looks for the codes that labels are put on for")
    private boolean lacks(RowScan.Found found, List<Label> labels) {
        try {
            var sealed = found.row();
            if (sealed.isPresent()) {
                var version = store.reader().open(store.reader().whole(sealed.get()));
                if (version.change() == Change.DELETED) {
                    return false;
                }
                var doc = parser.parse(version.json().reveal());
                return labels.stream().anyMatch(label -> label.isMissing(doc, 0));
            }
        } catch (Refused _) { // named below
        }
        LOG.error(
                Event.RECORD_PASSED_OVER,
                new LogField.Surrogate("number", found.number()),
                new LogField.Count("version", found.version()));
        return false;
    }
}
