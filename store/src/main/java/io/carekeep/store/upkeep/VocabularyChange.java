package io.carekeep.store.upkeep;

import io.carekeep.base.database.Database;
import io.carekeep.store.Store;
import io.carekeep.store.Vocabulary;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Brings the vocabulary from one token key to another: first each coding has a line by either, then the old ones go.
/// Both can be repeated.
final class VocabularyChange {

    private static final int SOME = 1_000;

    private static final String NEXT = """
            select token, expression, sealed
              from store.vocabulary
             where token > :after
             order by token
             limit :most
            """;
    private static final String DROP = """
            delete from store.vocabulary
             where token = any(:tokens)
            """;

    private final JdbcClient sql;
    private final Vocabulary vocabulary;
    private final Map<Integer, Integer> types = ExpressionTypes.ordinals();

    VocabularyChange(Store store, Database database) {
        this.sql = database.sql();
        this.vocabulary = store.vocabulary();
    }

    /// Writes every coding with the new key too.
    void carry() {
        each(vocabulary::carry);
    }

    /// Drops what the old key made, once no row has it.
    void drop() {
        each(lines -> {
            var left = vocabulary.left(lines);
            sql.sql(DROP).param("tokens", left.toArray(Long[]::new)).update();
        });
    }

    private void each(Consumer<List<Vocabulary.Line>> taker) {
        long after = Long.MIN_VALUE;
        for (var lines = next(after); !lines.isEmpty(); lines = next(after)) {
            taker.accept(lines.stream()
                    .filter(line -> types.containsKey(line.expression()))
                    .map(line -> new Vocabulary.Line(
                            Objects.requireNonNull(types.get(line.expression())),
                            line.expression(),
                            line.token(),
                            line.sealed()))
                    .toList());
            after = lines.getLast().token();
        }
    }

    private List<Stored> next(long after) {
        return sql.sql(NEXT)
                .param("after", after)
                .param("most", SOME)
                .query((row, _) -> new Stored(row.getLong("token"), row.getInt("expression"), row.getBytes("sealed")))
                .list();
    }

    private record Stored(long token, int expression, byte[] sealed) {}
}
