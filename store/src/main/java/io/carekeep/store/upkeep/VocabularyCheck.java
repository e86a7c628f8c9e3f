package io.carekeep.store.upkeep;

import io.carekeep.base.database.Database;
import io.carekeep.store.Store;
import io.carekeep.store.Vocabulary;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Compares the vocabulary with itself and with the codings that occur.
final class VocabularyCheck {

    private static final int SOME = 1_000;

    private static final String NEXT = """
            select token, expression, code, system, sealed
              from store.vocabulary
             where token > :after
             order by token
             limit :most
            """;
    private static final String KNOWN = """
            select token
              from store.vocabulary
             where token = any(:tokens)
            """;

    private final JdbcClient sql;
    private final Vocabulary vocabulary;
    private final Map<Integer, Integer> types = ExpressionTypes.ordinals();

    VocabularyCheck(Store store, Database database) {
        this.sql = database.sql();
        this.vocabulary = store.vocabulary();
    }

    private record Line(long token, boolean agrees) {}

    /// The lines that aren't what was written.
    List<Flaw> altered() {
        var flaws = new ArrayList<Flaw>();
        long after = Long.MIN_VALUE;
        for (var lines = next(after); !lines.isEmpty(); lines = next(after)) {
            for (var line : lines) {
                if (!line.agrees()) {
                    flaws.add(new Flaw(0, 0, Flaw.Kind.CODING_ALTERED));
                }
            }
            after = lines.getLast().token();
        }
        return flaws;
    }

    private List<Line> next(long after) {
        return sql.sql(NEXT)
                .param("after", after)
                .param("most", SOME)
                .query((row, _) -> {
                    long token = row.getLong("token");
                    int expression = row.getInt("expression");
                    var type = types.get(expression);
                    boolean agrees = type != null
                            && vocabulary.agrees(
                                    type,
                                    expression,
                                    token,
                                    row.getLong("code"),
                                    row.getLong("system"),
                                    row.getBytes("sealed"));
                    return new Line(token, agrees);
                })
                .list();
    }

    /// The codings that the vocabulary lacks.
    /// @param codings their tokens, each with the number of a record that has it
    List<Flaw> missing(Map<Long, Long> codings) {
        var flaws = new ArrayList<Flaw>();
        var tokens = new ArrayList<>(codings.keySet());
        for (int from = 0; from < tokens.size(); from += SOME) {
            var some = tokens.subList(from, Math.min(tokens.size(), from + SOME));
            var left = new HashSet<>(some);
            sql.sql(KNOWN)
                    .param("tokens", some.toArray(Long[]::new))
                    .query((row, _) -> row.getLong(1))
                    .list()
                    .forEach(left::remove);
            left.forEach(token -> flaws.add(new Flaw(codings.getOrDefault(token, 0L), 0, Flaw.Kind.CODING_MISSING)));
        }
        return flaws;
    }
}
