package io.carekeep.store.upkeep;

import io.carekeep.access.Label;
import io.carekeep.base.Check;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.vault.Altered;
import io.carekeep.vault.KeysUnusable;
import io.carekeep.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The line of the database that says by which labels the records have been gone through, and how far: see
/// `store.relabel`.
final class LabelWalk {

    private static final byte[] BESIDE = "relabel".getBytes(StandardCharsets.US_ASCII);

    private static final String PLACE = """
            select labels, number, over, looked, lacking, counts, (select count(*) from store.current) as every
              from store.relabel
            """;
    // Only who knows how far it is takes it further.
    private static final String SAVE = """
            update store.relabel
               set labels = :labels, number = :number, over = :over, looked = :looked, lacking = :lacking,
                   counts = :counts::bigint[]
             where labels = :knownLabels
               and number = :knownNumber
               and over = :knownOver
            """;
    private static final String ANNOUNCE = """
            update store.relabel
               set labels = '', over = false
            """;

    private final JdbcClient sql;
    private final Vault vault;

    /// @param sql inside the current transaction
    LabelWalk(JdbcClient sql, Vault vault) {
        this.sql = sql;
        this.vault = vault;
    }

    /// Where it stands.
    /// @param labels by which it goes, sealed
    /// @param number of the last resource that was gone through
    /// @param lacking how many records lacked a label
    /// @param counts how many lacked each of the labels
    record Place(byte[] labels, long number, boolean over, long looked, long lacking, List<Long> counts, long every) {

        Place after(Place.Some some) {
            var sums = LongStream.range(0, counts.size())
                    .mapToObj(at -> counts.get((int) at) + some.counts()[(int) at])
                    .toList();
            return new Place(
                    labels, some.number(), false, looked + some.looked(), lacking + some.lacking(), sums, every);
        }

        Place ended() {
            return new Place(labels, number, true, looked, lacking, counts, every);
        }

        /// Records that were gone through.
        /// @param number of the last
        record Some(long number, int looked, int lacking, long[] counts) {}
    }

    /// Those that records get by their codes, in the order in which they are counted.
    static List<Label> counted(List<Label> labels) {
        return labels.stream()
                .filter(Label::hasCodes)
                .sorted(Comparator.comparing(Label::token).thenComparing(Label::name))
                .toList();
    }

    private static byte[] words(List<Label> labels) {
        return counted(labels).stream()
                .map(Label::rule)
                .collect(Collectors.joining("\n"))
                .getBytes(StandardCharsets.UTF_8);
    }

    Place place() {
        return sql.sql(PLACE).query((row, _) -> place(row)).single();
    }

    private static Place place(ResultSet row) throws SQLException {
        var counts = (Long[]) row.getArray("counts").getArray();
        return new Place(
                row.getBytes("labels"),
                row.getLong("number"),
                row.getBoolean("over"),
                row.getLong("looked"),
                row.getLong("lacking"),
                List.of(counts),
                row.getLong("every"));
    }

    /// Whether it goes, or went, by these labels.
    boolean isBy(Place place, List<Label> labels) {
        if (place.labels().length == 0) {
            return false;
        }
        try {
            var words = vault.sealer().open(vault.shared(), place.labels(), BESIDE);
            return Arrays.equals(words, words(labels));
        } catch (KeysUnusable | Altered _) {
            return false; // it was altered: all are gone through again
        }
    }

    /// Begins anew, by these labels.
    /// @throws Refused when somebody else was faster
    Place begin(Place before, List<Label> labels) {
        var words = words(labels);
        var sealed = vault.sealer().seal(vault.shared(), words, 0, words.length, BESIDE);
        var counts = counted(labels).stream().map(_ -> 0L).toList();
        // What is written from now on has them.
        boolean over = words.length == 0 || before.every() == 0;
        var next = new Place(sealed, Long.MIN_VALUE, over, 0, 0, counts, before.every());
        save(before, next);
        return next;
    }

    /// Takes it further.
    /// @throws Refused when somebody else has, or other labels were put into force meanwhile
    void save(Place before, Place next) {
        int saved = sql.sql(SAVE)
                .param("labels", next.labels())
                .param("number", next.number())
                .param("over", next.over())
                .param("looked", next.looked())
                .param("lacking", next.lacking())
                .param("counts", next.counts().toArray(Long[]::new))
                .param("knownLabels", before.labels())
                .param("knownNumber", before.number())
                .param("knownOver", before.over())
                .update();
        if (saved == 0) {
            throw new Refused(new Problem.Conflict("records are labelled by another process, or by other labels"));
        }
    }

    /// Says that all are to be gone through again, in the current transaction.
    void announce() {
        Check.that(sql.sql(ANNOUNCE).update() == 1, "there is one line");
    }
}
