package io.carekeep.store;

import io.carekeep.fhir.search.Texts;
import io.carekeep.vault.Altered;
import io.carekeep.vault.HomeKey;
import io.carekeep.vault.Vault;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The codings that occur, sealed: through it a code without a system, a system without a code and a display's text
/// become tokens. A coding stays when the last record that has it goes.
public final class Vocabulary {

    /// A coding of an expression, and its token.
    record Coding(int type, int expression, String system, String code, String display, long token) {}

    private record Key(int expression, String system, String code) {}

    private static final int KNOWN_MAX = 300_000;
    private static final int TEXTS_MAX = 100_000;
    private static final char BETWEEN = '\u001f';

    private static final String ADD = """
            insert into store.vocabulary (token, expression, code, system, sealed)
            select token, expression, code, system, sealed
              from unnest(:tokens::bigint[], :expressions::smallint[], :codes::bigint[], :systems::bigint[],
                          :sealed::bytea[]) as added (token, expression, code, system, sealed)
             order by token
                on conflict (token) do nothing
            """;
    private static final String OF_EXPRESSIONS = """
            select token, sealed
              from store.vocabulary
             where expression = any(:expressions)
             limit :most
            """;

    private final JdbcClient sql;
    private final Vault vault;
    private final TokenCache cache;
    private final ConcurrentHashMap<Key, Long> known = new ConcurrentHashMap<>();

    /// @param sql outside of any request's transaction
    Vocabulary(JdbcClient sql, Vault vault, TokenCache cache) {
        this.sql = sql;
        this.vault = vault;
        this.cache = cache;
    }

    @Nullable
    Long known(int expression, String system, String code) {
        return known.get(new Key(expression, system, code));
    }

    /// The key under which rows with this code are found.
    public long codeKey(int type, int expression, String code) {
        return cache.token(type, expression, "c" + BETWEEN + code);
    }

    /// The key under which rows with this system are found.
    public long systemKey(int type, int expression, String system) {
        return cache.token(type, expression, "s" + BETWEEN + system);
    }

    void add(List<Coding> codings) {
        var sorted = new ArrayList<>(codings);
        sorted.sort(Comparator.comparingLong(Coding::token));
        sql.sql(ADD)
                .param("tokens", sorted.stream().map(Coding::token).toArray(Long[]::new))
                .param(
                        "expressions",
                        sorted.stream().map(each -> (short) each.expression()).toArray(Short[]::new))
                .param(
                        "codes",
                        sorted.stream()
                                .map(each -> codeKey(each.type(), each.expression(), each.code()))
                                .toArray(Long[]::new))
                .param(
                        "systems",
                        sorted.stream()
                                .map(each -> systemKey(each.type(), each.expression(), each.system()))
                                .toArray(Long[]::new))
                .param("sealed", sorted.stream().map(this::sealed).toArray(byte[][]::new))
                .update();
        if (known.size() > KNOWN_MAX) {
            known.clear();
        }
        sorted.forEach(each -> known.put(new Key(each.expression(), each.system(), each.code()), each.token()));
    }

    private byte[] sealed(Coding coding) {
        var text = (coding.system() + BETWEEN + coding.code() + BETWEEN + coding.display())
                .getBytes(StandardCharsets.UTF_8);
        return vault.sealer().seal(key(), text, 0, text.length, associated(coding.token()));
    }

    /// The tokens of the codings whose display has a word that starts so.
    /// @param text normalised
    public List<Long> startingWith(List<Integer> expressions, String text) {
        return tokens(expressions, words -> Texts.starts(Texts.normal(words[2]), text));
    }

    /// The tokens of the codings that are this URI or below it.
    public List<Long> beneath(List<Integer> expressions, String uri) {
        return tokens(expressions, words -> words[1].equals(uri) || words[1].startsWith(uri + "/"));
    }

    /// @param test of system, code and display
    private List<Long> tokens(List<Integer> expressions, Predicate<String[]> test) {
        var found = new ArrayList<Long>();
        sql.sql(OF_EXPRESSIONS)
                .param("expressions", expressions.toArray(Integer[]::new))
                .param("most", TEXTS_MAX)
                .query((RowCallbackHandler) row -> {
                    long token = row.getLong("token");
                    var words = text(token, row.getBytes("sealed")).split(String.valueOf(BETWEEN), 3);
                    if (words.length == 3 && test.test(words)) {
                        found.add(token);
                    }
                });
        return found;
    }

    /// Whether a row is what was written: its sealed text opens and leads to its token and keys.
    /// @param type the ordinal of the expression's type
    public boolean agrees(int type, int expression, long token, long code, long system, byte[] sealed) {
        try {
            var words = text(token, sealed).split(String.valueOf(BETWEEN), 3);
            return words.length == 3
                    && cache.token(type, expression, words[0] + "|" + words[1]) == token
                    && codeKey(type, expression, words[1]) == code
                    && systemKey(type, expression, words[0]) == system;
        } catch (Altered _) {
            return false;
        }
    }

    private String text(long token, byte[] sealed) {
        return new String(vault.sealer().open(key(), sealed, associated(token)), StandardCharsets.UTF_8);
    }

    private HomeKey key() {
        return vault.shared();
    }

    private static byte[] associated(long token) {
        return ByteBuffer.allocate(Long.BYTES + 1)
                .put((byte) 'v')
                .putLong(token)
                .array();
    }
}
