package io.carekeep.store;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.vault.KeysUnusable;
import io.carekeep.vault.Vault;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/// With which token key and which extraction rows are written, and by which keys they are found: a row of the database
/// says so, and every change of it is another step. Who changes it waits until everybody goes by it.
///
/// Readers hear of a step soon: what they know is never older than a named time, and a read that a step overtook is
/// repeated ([#steady]). A writer compares the step that it knows with the database's inside its transaction
/// ([Homes#lock]); who has made a step waits for the transactions that were open.
public final class Indexing {

    /// How old what a process knows may be.
    public static final Duration HEARD = Duration.ofSeconds(5);

    private static final int ASKED_MAX = 5;
    private static final String READ = """
            select step, tokens, other, extraction, stage
              from store.indexing
            """;
    private static final String FIRST = """
            update store.indexing
               set extraction = :own
             where extraction = ''
            """;
    // What is extracted otherwise is extracted again, from the first row on.
    private static final String CLAIM = """
            update store.indexing
               set extraction = :own, step = step + 1, stage = 1, number = -1, version = -1
             where extraction <> :own
            """;
    private static final String NOW = "select step from store.indexing";

    private final JdbcClient sql;
    private final JdbcClient outside;
    private final Vault vault;
    private final String extraction;
    private final Duration age;
    private volatile Heard heard;

    /// @param sql inside the request's transaction
    /// @param outside of any request's transaction
    /// @param extraction what this process extracts with
    /// @param age how old what it knows may be
    Indexing(JdbcClient sql, JdbcClient outside, Vault vault, String extraction, Duration age) {
        this.sql = sql;
        this.outside = outside;
        this.vault = vault;
        this.extraction = extraction;
        this.age = age;
        outside.sql(FIRST).param("own", extraction).update();
        outside.sql(CLAIM).param("own", extraction).update();
        this.heard = heard(null);
    }

    /// What is in force.
    /// @param writing the key that rows are written with
    /// @param all the keys by which rows are found, the one that is written with first
    /// @param extraction what rows are written with
    /// @param walking whether rows are being brought to it
    record State(int step, TokenCache writing, List<TokenCache> all, String extraction, boolean walking) {

        /// Whether two keys are in force.
        boolean rotating() {
            return all.size() > 1;
        }

        /// Whether some rows still have what an older key made.
        boolean leaving() {
            return rotating() && other().generation() < writing.generation();
        }

        /// The key that is not written with, while two are in force.
        TokenCache other() {
            return all.getLast();
        }
    }

    private record Heard(State state, long at) {}

    private record Line(int step, int tokens, int other, String extraction, int stage) {}

    /// What is in force, as far as this process has heard.
    State now() {
        var last = heard;
        return System.nanoTime() - last.at < age.toNanos() ? last.state : asked(last);
    }

    private synchronized State asked(Heard last) {
        if (heard.at == last.at) {
            heard = heard(last.state);
        }
        return heard.state;
    }

    /// Takes up what the database says now.
    public synchronized void refresh() {
        heard = heard(heard.state);
    }

    private Heard heard(@Nullable State before) {
        long at = System.nanoTime();
        for (int asked = 1; ; asked++) {
            var line = outside.sql(READ)
                    .query((row, _) -> new Line(
                            row.getInt("step"),
                            row.getInt("tokens"),
                            row.getInt("other"),
                            row.getString("extraction"),
                            row.getInt("stage")))
                    .single();
            if (before != null && before.step == line.step) {
                return new Heard(before, at);
            }
            try {
                return new Heard(opened(line, before), at);
            } catch (KeysUnusable gone) {
                // A key that was destroyed after the line was read: the next line doesn't name it.
                if (asked == ASKED_MAX) {
                    throw gone;
                }
            }
        }
    }

    private State opened(Line line, @Nullable State before) {
        var generations = line.other == 0 ? List.of(line.tokens) : List.of(line.tokens, line.other);
        var all = generations.stream().map(each -> cache(each, before)).toList();
        vault.keepTokens(generations);
        return new State(line.step, all.getFirst(), all, line.extraction, line.stage > 0);
    }

    private TokenCache cache(int generation, @Nullable State before) {
        var known = before == null ? Stream.<TokenCache>empty() : before.all.stream();
        return known.filter(each -> each.generation() == generation)
                .findFirst()
                .orElseGet(() -> new TokenCache(generation, vault.tokens(generation)));
    }

    /// What is in force, for who writes.
    /// @throws Refused when this process extracts otherwise than a process that was started later
    State writing() {
        var state = now();
        if (!state.extraction.equals(extraction)) {
            throw new Refused(new Problem.Unavailable(
                    "a server of another version or site-time-zone was started on this database: stop this one"));
        }
        return state;
    }

    /// The step of the database, inside the request's transaction.
    public int step() {
        return sql.sql(NOW).query(Integer.class).single();
    }

    /// How old what any process knows may be.
    public Duration age() {
        return age;
    }

    /// Whether every row is as this process would make it now: no change is under way, and it is not one that a later
    /// one has overtaken.
    public boolean settled() {
        var state = now();
        return !state.walking && !state.rotating() && state.extraction.equals(extraction);
    }

    /// The step that this process goes by.
    public int heardStep() {
        return now().step;
    }

    /// Carries out what reads by tokens, and once more when what is in force changed meanwhile.
    public <T> T steady(Supplier<T> reading) {
        while (true) {
            int before = now().step;
            var result = reading.get();
            if (now().step == before) {
                return result;
            }
        }
    }

    /// The tokens of a value, by each expression and each key in force.
    /// @param type the resource type's ordinal
    public long[] tokens(int type, List<Integer> expressions, String normalised) {
        var keys = now().all;
        var tokens = new long[keys.size() * expressions.size()];
        int at = 0;
        for (var key : keys) {
            for (int expression : expressions) {
                tokens[at++] = key.uncached(type, expression, normalised);
            }
        }
        return tokens;
    }
}
