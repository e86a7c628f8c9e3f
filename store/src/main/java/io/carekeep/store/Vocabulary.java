package io.carekeep.store;

import io.carekeep.fhir.search.Texts;
import io.carekeep.vault.Altered;
import io.carekeep.vault.HomeKey;
import io.carekeep.vault.Vault;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;

/// The codings that occur, sealed: through it a code without a system, a system without a code and a display's text
/// become tokens. A coding keeps every display that a record gave it, and stays when the last record that has it goes.
public final class Vocabulary {

    /// A coding of an expression, and its token.
    record Coding(int type, int expression, String system, String code, String display, long token) {}

    private record Key(int generation, int expression, String system, String code, String display) {}

    private static final int KNOWN_MAX = 300_000;
    private static final int TEXTS_MAX = 100_000;
    private static final char BETWEEN = '\u001f';
    // Of one coding, with its displays: somebody could give it another each time.
    private static final int CHARACTERS_MAX = 4_000;
    private static final int ATTEMPTS = 5;

    private static final String ADD = """
            insert into store.vocabulary (token, expression, code, system, sealed)
            select token, expression, code, system, sealed
              from unnest(:tokens::bigint[], :expressions::smallint[], :codes::bigint[], :systems::bigint[],
                          :sealed::bytea[]) as added (token, expression, code, system, sealed)
             order by token
                on conflict (token) do nothing
            returning token
            """;
    private static final String OF_TOKENS = """
            select token, sealed
              from store.vocabulary
             where token = any(:tokens)
            """;
    private static final String REPLACE = """
            update store.vocabulary
               set sealed = :after
             where token = :token
               and sealed = :before
            """;
    private static final String OF_EXPRESSIONS = """
            select token, sealed
              from store.vocabulary
             where expression = any(:expressions)
             limit :most
            """;

    private final JdbcClient sql;
    private final Vault vault;
    private final Indexing indexing;
    private final ConcurrentHashMap<Key, Long> known = new ConcurrentHashMap<>();

    /// @param sql outside of any request's transaction
    Vocabulary(JdbcClient sql, Vault vault, Indexing indexing) {
        this.sql = sql;
        this.vault = vault;
        this.indexing = indexing;
    }

    @Nullable
    Long known(TokenCache key, int expression, String system, String code, String display) {
        return known.get(new Key(key.generation(), expression, system, code, display));
    }

    /// The keys under which lines with this code are found.
    /// @param type the ordinal of the expressions' type
    public long[] codeKeys(int type, List<Integer> expressions, String code) {
        return indexing.tokens(type, expressions, ofCode(code));
    }

    /// The keys under which lines with this system are found.
    /// @param type the ordinal of the expressions' type
    public long[] systemKeys(int type, List<Integer> expressions, String system) {
        return indexing.tokens(type, expressions, ofSystem(system));
    }

    private static String ofCode(String code) {
        return "c" + BETWEEN + code;
    }

    private static String ofSystem(String system) {
        return "s" + BETWEEN + system;
    }

    /// Writes codings down; what is there keeps its displays and gets the new ones.
    /// @param key that their tokens were made with
    void add(TokenCache key, Collection<Coding> codings) {
        var byToken = new TreeMap<Long, List<Coding>>();
        codings.forEach(each ->
                byToken.computeIfAbsent(each.token(), _ -> new ArrayList<>()).add(each));
        var inserted = insert(key, byToken);
        var others = new TreeMap<>(byToken);
        others.keySet().removeAll(inserted);
        if (!others.isEmpty()) {
            extend(others);
        }
        if (known.size() > KNOWN_MAX) {
            known.clear();
        }
        codings.forEach(each -> known.put(
                new Key(key.generation(), each.expression(), each.system(), each.code(), each.display()),
                each.token()));
    }

    private List<Long> insert(TokenCache key, TreeMap<Long, List<Coding>> byToken) {
        var firsts = byToken.values().stream().map(List::getFirst).toList();
        var inserted = new ArrayList<Long>();
        sql.sql(ADD)
                .param("tokens", byToken.keySet().toArray(Long[]::new))
                .param(
                        "expressions",
                        firsts.stream().map(each -> (short) each.expression()).toArray(Short[]::new))
                .param(
                        "codes",
                        firsts.stream()
                                .map(each -> key.token(each.type(), each.expression(), ofCode(each.code())))
                                .toArray(Long[]::new))
                .param(
                        "systems",
                        firsts.stream()
                                .map(each -> key.token(each.type(), each.expression(), ofSystem(each.system())))
                                .toArray(Long[]::new))
                .param("sealed", byToken.values().stream().map(this::sealed).toArray(byte[][]::new))
                .query((RowCallbackHandler) row -> inserted.add(row.getLong("token")));
        return inserted;
    }

    private byte[] sealed(List<Coding> same) {
        var first = same.getFirst();
        return sealed(first.token(), with(first.system() + BETWEEN + first.code(), same));
    }

    // The text with the displays that it lacks, as far as they fit.
    private static String with(String text, List<Coding> same) {
        var whole = new StringBuilder(text);
        var there = new HashSet<>(displays(text));
        for (var each : same) {
            boolean fits = there.isEmpty() || whole.length() + each.display().length() < CHARACTERS_MAX;
            if (fits && there.add(each.display())) {
                whole.append(BETWEEN).append(each.display());
            }
        }
        return whole.toString();
    }

    private static List<String> displays(String text) {
        var words = text.split(String.valueOf(BETWEEN), -1);
        return List.of(words).subList(2, words.length);
    }

    // A row is replaced only as it was read: somebody else may add a display too.
    private void extend(TreeMap<Long, List<Coding>> others) {
        for (int attempt = 0; attempt < ATTEMPTS && !others.isEmpty(); attempt++) {
            var before = new TreeMap<Long, byte[]>();
            sql.sql(OF_TOKENS)
                    .param("tokens", others.keySet().toArray(Long[]::new))
                    .query((RowCallbackHandler) row -> before.put(row.getLong("token"), row.getBytes("sealed")));
            before.forEach((token, there) -> {
                var text = text(token, there);
                var after = with(text, Objects.requireNonNull(others.get(token)));
                if (after.equals(text) || replace(token, there, sealed(token, after))) {
                    others.remove(token);
                }
            });
        }
    }

    private boolean replace(long token, byte[] before, byte[] after) {
        return sql.sql(REPLACE)
                        .param("token", token)
                        .param("before", before)
                        .param("after", after)
                        .update()
                == 1;
    }

    private byte[] sealed(long token, String words) {
        var text = words.getBytes(StandardCharsets.UTF_8);
        return vault.sealer().seal(key(), text, 0, text.length, associated(token));
    }

    /// The tokens of the codings whose display has a word that starts so.
    /// @param text normalised
    public List<Long> startingWith(List<Integer> expressions, String text) {
        return tokens(
                expressions,
                words -> Stream.of(words).skip(2).anyMatch(display -> Texts.starts(Texts.normal(display), text)));
    }

    /// The tokens of the codings that are this URI or below it.
    public List<Long> beneath(List<Integer> expressions, String uri) {
        return tokens(expressions, words -> words[1].equals(uri) || words[1].startsWith(uri + "/"));
    }

    /// @param test of system, code and displays
    private List<Long> tokens(List<Integer> expressions, Predicate<String[]> test) {
        var found = new ArrayList<Long>();
        sql.sql(OF_EXPRESSIONS)
                .param("expressions", expressions.toArray(Integer[]::new))
                .param("most", TEXTS_MAX)
                .query((RowCallbackHandler) row -> {
                    long token = row.getLong("token");
                    var words = text(token, row.getBytes("sealed")).split(String.valueOf(BETWEEN));
                    if (words.length >= 2 && test.test(words)) {
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
                    && indexing.now().all().stream()
                            .anyMatch(key -> token(key, type, expression, words[0], words[1]) == token
                                    && key.token(type, expression, ofCode(words[1])) == code
                                    && key.token(type, expression, ofSystem(words[0])) == system);
        } catch (Altered _) {
            return false;
        }
    }

    private static long token(TokenCache key, int type, int expression, String system, String code) {
        return key.token(type, expression, system + "|" + code);
    }

    /// A line, as it stands in the database.
    /// @param type the ordinal of the expression's type
    public record Line(int type, int expression, long token, byte[] sealed) {}

    /// Writes lines once more with the key that is written with, beside what they are now.
    public void carry(List<Line> lines) {
        var key = indexing.now().writing();
        add(key, lines.stream().flatMap(line -> codings(key, line)).toList());
    }

    /// The tokens of those lines that were written with the other key.
    public List<Long> left(List<Line> lines) {
        var state = indexing.now();
        return lines.stream()
                .filter(line -> state.rotating()
                        && codings(state.other(), line).anyMatch(coding -> coding.token() == line.token))
                .map(Line::token)
                .toList();
    }

    // One for each display. A line that was altered has none: it stays as it is, and the scrub names it.
    private Stream<Coding> codings(TokenCache key, Line line) {
        try {
            var text = text(line.token, line.sealed);
            var words = text.split(String.valueOf(BETWEEN), 3);
            if (words.length < 3) {
                return Stream.empty();
            }
            long token = token(key, line.type, line.expression, words[0], words[1]);
            return displays(text).stream()
                    .map(each -> new Coding(line.type, line.expression, words[0], words[1], each, token));
        } catch (Altered _) {
            return Stream.empty();
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
