package io.carekeep.access.release;

import io.carekeep.access.release.Release.Said;
import io.carekeep.access.release.Release.Word;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The rows of releases and of what is said of them, sealed and opened.
final class ReleaseStore {

    private static final int LISTED_MOST = 200;
    private static final byte[] NOTHING = {};
    private static final String NEXT = "select nextval(pg_get_serial_sequence('access.release', 'number'))";
    private static final String ADD = """
            insert into access.release (number, account, at, until, sealed)
            values (:number, :account, :at, :until, :sealed)
            """;
    private static final String COLUMNS = "select number, account, at, until, sealed from access.release ";
    private static final String ONE = COLUMNS + "where number = :number";
    private static final String NEWEST = COLUMNS + "order by number desc limit " + LISTED_MOST;
    private static final String WORDS = """
            select number, release, account, at, word, sealed
              from access.release_word
             where release = any(:releases)
             order by number
            """;
    private static final String NEXT_WORD = "select nextval(pg_get_serial_sequence('access.release_word', 'number'))";
    private static final String SAY = """
            insert into access.release_word (number, release, account, at, word, sealed)
            overriding system value
            values (:number, :release, :account, :at, :word, :sealed)
            """;
    private static final String ONE_AT_A_TIME = "select pg_advisory_xact_lock(17233, hashtext(:release::text))";

    private record Kept(ReleaseSeal.Row row, byte[] sealed) {}

    private record KeptWord(ReleaseSeal.WordRow row, byte[] sealed) {}

    private final JdbcClient sql;
    private final ReleaseSeal seal;

    ReleaseStore(JdbcClient sql, ReleaseSeal seal) {
        this.sql = sql;
        this.seal = seal;
    }

    long next() {
        return sql.sql(NEXT).query(Long.class).single();
    }

    void add(ReleaseSeal.Row row, byte[] content) {
        sql.sql(ADD)
                .param("number", row.number())
                .param("account", row.account())
                .param("at", row.at())
                .param("until", row.until())
                .param("sealed", seal.sealed(row, content))
                .update();
    }

    void say(long release, Said said) {
        long number = sql.sql(NEXT_WORD).query(Long.class).single();
        var row = new ReleaseSeal.WordRow(number, release, said.account(), said.at(), said.word());
        sql.sql(SAY)
                .param("number", number)
                .param("release", release)
                .param("account", said.account())
                .param("at", said.at())
                .param("word", said.word().number())
                .param("sealed", seal.sealed(row, said.found()))
                .update();
    }

    /// Until the transaction ends, nobody else decides or begins it.
    Optional<Release> locked(long number) {
        sql.sql(ONE_AT_A_TIME).param("release", number).query((_, _) -> true).list();
        return find(number);
    }

    Optional<Release> find(long number) {
        return releases(sql.sql(ONE)
                        .param("number", number)
                        .query(ReleaseStore::kept)
                        .list())
                .stream()
                .findFirst();
    }

    List<Release> newest() {
        return releases(sql.sql(NEWEST).query(ReleaseStore::kept).list());
    }

    private List<Release> releases(List<Kept> kept) {
        var words = words(kept.stream().map(each -> each.row().number()).toList());
        return kept.stream()
                .map(each -> release(each, words.getOrDefault(each.row().number(), List.of())))
                .toList();
    }

    private Map<Long, List<KeptWord>> words(Collection<Long> releases) {
        return sql.sql(WORDS).param("releases", releases.toArray(Long[]::new)).query(ReleaseStore::word).list().stream()
                .collect(Collectors.groupingBy(each -> each.row().release()));
    }

    private Release release(Kept kept, List<KeptWord> words) {
        var row = kept.row();
        var content = seal.opened(row, kept.sealed());
        boolean delivered = words.stream().anyMatch(each -> each.row().word() == Word.DELIVERED);
        boolean whole = content.isPresent() && words.stream().allMatch(each -> isWhole(each, delivered));
        return new Release(
                row.number(),
                row.account(),
                row.at(),
                row.until(),
                content.orElse(NOTHING),
                words.stream().map(this::said).toList(),
                whole);
    }

    // Of before words were sealed: what only closes still counts, and approvals of what is delivered long since.
    private boolean isWhole(KeptWord word, boolean delivered) {
        return word.sealed().length == 0
                ? delivered || word.row().word() != Word.APPROVES
                : seal.opened(word.row(), word.sealed()).isPresent();
    }

    private Said said(KeptWord word) {
        var found = word.sealed().length == 0
                ? List.<Found>of()
                : seal.opened(word.row(), word.sealed()).orElse(List.of());
        return new Said(word.row().account(), word.row().at(), word.row().word(), found);
    }

    private static Kept kept(ResultSet row, int index) throws SQLException {
        return new Kept(
                new ReleaseSeal.Row(
                        row.getLong("number"), row.getLong("account"), row.getLong("at"), row.getLong("until")),
                row.getBytes("sealed"));
    }

    private static KeptWord word(ResultSet row, int index) throws SQLException {
        var sealed = row.getBytes("sealed");
        return new KeptWord(
                new ReleaseSeal.WordRow(
                        row.getLong("number"),
                        row.getLong("release"),
                        row.getLong("account"),
                        row.getLong("at"),
                        Word.of(row.getInt("word"))),
                sealed == null ? NOTHING : sealed);
    }
}
