package io.carekeep.store.upkeep;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The line of the database that says how the index is made, as its changes go on: see `store.indexing`.
final class Walk {

    private static final int NONE = 0;
    private static final int CURRENT = 1;
    private static final int OVER = 3;
    private static final int BEFORE_ALL = -1;

    private static final String PLACE = """
            select step, tokens, coalesce(other, 0) as other, stage, number, version
              from store.indexing
            """;
    private static final String ANNOUNCE = """
            update store.indexing
               set other = :fresh, step = step + 1
             where other is null
            """;
    // Only who knows how far it is takes it further.
    private static final String SAVE = """
            update store.indexing
               set step = :nextStep, tokens = :nextTokens, other = nullif(:nextOther, 0), stage = :nextStage,
                   number = :nextNumber, version = :nextVersion
             where step = :step
               and stage = :stage
               and number = :number
               and version = :version
            """;
    private static final String PROGRESS = """
            select i.tokens, coalesce(i.other, 0) as other, i.stage > 0 as walking,
                   case i.stage
                       when 1 then (select count(*) from store.current c where c.number <= i.number)
                       when 2 then (select count(*) from store.current)
                                   + (select count(*) from store.version v where v.number <= i.number)
                       else 0
                   end as done,
                   (select count(*) from store.current) + (select count(*) from store.version) as every
              from store.indexing i
            """;

    private final JdbcClient sql;

    /// @param sql inside the current transaction
    Walk(JdbcClient sql) {
        this.sql = sql;
    }

    /// Where it stands.
    /// @param step of the index
    /// @param tokens generation of the key that rows are written with
    /// @param other another in force, or 0
    /// @param number and version of the last row that was gone through
    record Place(int step, int tokens, int other, int stage, long number, int version) {

        boolean due() {
            return stage != NONE || rotating();
        }

        boolean rotating() {
            return other != 0;
        }

        /// Whether a newer key is known and nothing is written with it yet.
        boolean announced() {
            return other > tokens;
        }

        boolean over() {
            return stage == OVER;
        }

        boolean current() {
            return stage == CURRENT;
        }

        Place after(long lastNumber, int lastVersion) {
            return new Place(step, tokens, other, stage, lastNumber, lastVersion);
        }

        Place nextStage() {
            return new Place(step, tokens, other, stage + 1, BEFORE_ALL, BEFORE_ALL);
        }
    }

    Place place() {
        return sql.sql(PLACE)
                .query((row, _) -> new Place(
                        row.getInt("step"),
                        row.getInt("tokens"),
                        row.getInt("other"),
                        row.getInt("stage"),
                        row.getLong("number"),
                        row.getInt("version")))
                .single();
    }

    /// Names a key that rows will be written with, unless one is in use already.
    boolean announce(int fresh) {
        return sql.sql(ANNOUNCE).param("fresh", fresh).update() > 0;
    }

    /// From now on rows are written with the key that was announced, and all others are gone through.
    Place switched(Place place) {
        var next = new Place(place.step + 1, place.other, place.tokens, CURRENT, BEFORE_ALL, BEFORE_ALL);
        save(place, next);
        return next;
    }

    /// All rows have been gone through.
    Place ended(Place place) {
        var next = new Place(place.step + 1, place.tokens, 0, NONE, 0, 0);
        save(place, next);
        return next;
    }

    /// Takes it further.
    /// @throws Refused when somebody else has
    void save(Place before, Place next) {
        int saved = sql.sql(SAVE)
                .param("nextStep", next.step)
                .param("nextTokens", next.tokens)
                .param("nextOther", next.other)
                .param("nextStage", next.stage)
                .param("nextNumber", next.number)
                .param("nextVersion", next.version)
                .param("step", before.step)
                .param("stage", before.stage)
                .param("number", before.number)
                .param("version", before.version)
                .update();
        if (saved == 0) {
            throw new Refused(new Problem.Conflict("the index is being changed by another process"));
        }
    }

    Progress progress() {
        return sql.sql(PROGRESS)
                .query((row, _) -> new Progress(
                        row.getInt("tokens"),
                        row.getInt("other"),
                        row.getBoolean("walking"),
                        row.getLong("done"),
                        row.getLong("every")))
                .single();
    }
}
