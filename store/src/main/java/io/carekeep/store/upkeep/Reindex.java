package io.carekeep.store.upkeep;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Gate;
import io.carekeep.access.Group;
import io.carekeep.access.Interaction;
import io.carekeep.access.Permit;
import io.carekeep.base.EventLog;
import io.carekeep.base.LogField;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.base.database.Alone;
import io.carekeep.base.database.Database;
import io.carekeep.fhir.json.JsonParser;
import io.carekeep.store.Store;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/// Brings every row to a new token key or to another extraction, while requests go on: opens it, extracts again
/// what it is found by, and seals it again. Current rows come first, then older versions, so that a row which a
/// writer replaces meanwhile is met among these.
///
/// A new token key is announced first. When every process searches by both keys, rows are written with the new one;
/// when every transaction that wrote with the old one has ended, the walk begins. After it nothing has the old
/// key's tokens, and the key is destroyed.
///
/// It can be stopped at any moment. Each step and each batch of rows is a transaction that also says how far it is.
public final class Reindex {

    private enum Event {
        TOKEN_KEY_ANNOUNCED,
        TOKEN_KEY_CHANGED,
        INDEX_WALK_ENDED
    }

    private static final EventLog LOG = new EventLog(Reindex.class);
    private static final int WORK = 2;
    private static final long LOOK_EVERY_NANOS = 50_000_000;
    // Nobody asks for each row: the walk goes on until it is over.
    private static final Caller MACHINE = new Caller(0, Caller.Kind.SERVICE, Set.of(Group.ADMINISTRATOR));

    private final Store store;
    private final Database database;
    private final Gate gate;
    private final Pace pace;
    private final Walk walk;
    private final RowRenewal renewal;
    private final VocabularyChange vocabulary;
    private volatile boolean stopping;

    /// @param pace rows a second
    public Reindex(Store store, Database database, JsonParser parser, Gate gate, Pace pace) {
        this(store, database, parser, gate, pace, RowScan.ROWS_MAX);
    }

    Reindex(Store store, Database database, JsonParser parser, Gate gate, Pace pace, int batch) {
        this.store = store;
        this.database = database;
        this.gate = gate;
        this.pace = pace;
        this.walk = new Walk(database.sql());
        this.renewal = new RowRenewal(store, database, parser, batch);
        this.vocabulary = new VocabularyChange(store, database);
    }

    /// Begins to change the token key. The work itself is [#run()].
    /// @throws Refused when a change is under way
    public void rotateTokens(Permit permit) {
        int fresh = store.vault().newTokens();
        if (!walk.announce(fresh)) {
            throw new Refused(new Problem.Conflict("the token key is being changed already: see carekeep key list"));
        }
        LOG.info(Event.TOKEN_KEY_ANNOUNCED, new LogField.Surrogate("generation", fresh));
    }

    /// Whether there is something to do: a change that was begun, or another extraction.
    public boolean due() {
        return walk.place().due();
    }

    /// How far it is.
    public Progress progress() {
        return walk.progress();
    }

    /// Ends what is being carried out, at the next step.
    public void stop() {
        stopping = true;
    }

    /// Carries out what is due, or goes on with what was cut off. Ends early when it is stopped.
    /// @return how many rows were looked at; 0 when another process is at it
    public long run() {
        var alone = Alone.at(WORK, database.owner());
        if (alone.isEmpty()) {
            return 0;
        }
        try (var _ = alone.get()) {
            var place = walk.place();
            if (place.announced()) {
                heard();
                OpenTransactions.awaitEnd(database.sql(), this::stopped);
                if (stopped()) {
                    return 0;
                }
                place = inOneTransaction(place, walk::switched);
                LOG.info(Event.TOKEN_KEY_CHANGED, new LogField.Surrogate("generation", place.tokens()));
            }
            return place.due() && !stopped() ? walk(place) : 0;
        }
    }

    // Every process searches by both keys before a row has the new one.
    private void heard() {
        long end = System.nanoTime() + 2 * store.indexing().age().toNanos();
        for (long left = end - System.nanoTime(); left > 0 && !stopped(); left = end - System.nanoTime()) {
            LockSupport.parkNanos(Math.min(left, LOOK_EVERY_NANOS));
        }
    }

    private boolean stopped() {
        return stopping || Thread.currentThread().isInterrupted();
    }

    private long walk(Walk.Place from) {
        OpenTransactions.awaitEnd(database.sql(), this::stopped);
        store.indexing().refresh();
        if (from.rotating()) {
            vocabulary.carry();
        }
        long rows = 0;
        var place = from;
        while (!place.over()) {
            if (stopped()) {
                return rows;
            }
            long started = System.nanoTime();
            var at = place;
            var done = gate.pass(MACHINE, Action.of(Interaction.REINDEX), permit -> step(permit, at));
            place = done.next();
            rows += done.rows();
            pace.rest(done.rows(), Duration.ofNanos(System.nanoTime() - started));
        }
        end(place);
        LOG.info(Event.INDEX_WALK_ENDED, new LogField.Count("rows", rows));
        return rows;
    }

    /// Some rows.
    /// @param next where it goes on
    private record Done(int rows, Walk.Place next) {}

    private Done step(Permit permit, Walk.Place at) {
        var last = renewal.some(permit, at);
        var next = last.map(some -> at.after(some.number(), some.version())).orElseGet(at::nextStage);
        walk.save(at, next);
        return new Done(last.map(RowRenewal.Some::rows).orElse(0), next);
    }

    private void end(Walk.Place place) {
        if (place.rotating()) {
            vocabulary.drop();
        }
        inOneTransaction(place, each -> {
            if (each.rotating()) {
                store.vault().destroyTokens(each.other());
            }
            return walk.ended(each);
        });
        store.indexing().refresh();
    }

    private Walk.Place inOneTransaction(Walk.Place place, UnaryOperator<Walk.Place> work) {
        return Objects.requireNonNull(database.transactions().execute(_ -> work.apply(place)));
    }
}
