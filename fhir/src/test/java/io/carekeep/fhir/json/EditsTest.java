package io.carekeep.fhir.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class EditsTest {

    private static final Names NAMES = new Names(List.of("id", "meta", "name", "deep"));

    private static Json parse(String text) {
        return new JsonParser(NAMES, Limits.DEFAULT).parse(bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void without_edits_the_bytes_are_the_same() {
        var text = "{ \"id\" : 1.00 , \"x\":[ ] }";
        assertThat(text(new Edits(parse(text), 0).bytes())).isEqualTo(text);
    }

    @Test
    void compact_strips_whitespace_between_tokens_only() {
        var doc = parse(
                "  {\n \"id\" : \"a b\\\" c\" ,\r\n \"x y\":[ 1.00 , { } , [ ], -1e5 ], \"deep\" : { \"\" : null } } \n");
        assertThat(text(new Edits(doc, 0).compact()))
                .isEqualTo("{\"id\":\"a b\\\" c\",\"x y\":[1.00,{},[],-1e5],\"deep\":{\"\":null}}");
    }

    @Test
    void a_scalar_document_is_compacted() {
        assertThat(text(new Edits(parse(" 1.0 "), 0).compact())).isEqualTo("1.0");
        assertThat(text(new Edits(parse(" { } "), 0).compact())).isEqualTo("{}");
    }

    @Test
    void a_replaced_value_keeps_its_name() {
        var doc = parse("{\"id\":\"a\", \"name\" : [1, 2]}");
        var edits = new Edits(doc, 0).replace(doc.get(0, "id"), bytes("\"b\""));
        assertThat(text(edits.bytes())).isEqualTo("{\"id\":\"b\", \"name\" : [1, 2]}");
    }

    @Test
    void removing_takes_the_comma_along() {
        var doc = parse("{\"id\":1,\"meta\":2,\"name\":3}");
        int id = doc.get(0, "id");
        int meta = doc.get(0, "meta");
        int name = doc.get(0, "name");
        assertThat(text(new Edits(doc, 0).remove(id).bytes())).isEqualTo("{\"meta\":2,\"name\":3}");
        assertThat(text(new Edits(doc, 0).remove(meta).bytes())).isEqualTo("{\"id\":1,\"name\":3}");
        assertThat(text(new Edits(doc, 0).remove(name).bytes())).isEqualTo("{\"id\":1,\"meta\":2}");
        assertThat(text(new Edits(doc, 0).remove(name).remove(meta).bytes())).isEqualTo("{\"id\":1}");
        assertThat(text(new Edits(doc, 0).remove(id).remove(name).remove(meta).bytes()))
                .isEqualTo("{}");
    }

    @Test
    void additions_find_their_commas_in_full_and_empty_objects() {
        var empty = parse("{ }");
        assertThat(text(new Edits(empty, 0)
                        .insertLast(0, "z", bytes("3"))
                        .insertFirst(0, "a", bytes("1"))
                        .insertFirst(0, "b", bytes("2"))
                        .compact()))
                .isEqualTo("{\"a\":1,\"b\":2,\"z\":3}");
        var full = parse("{\"id\":1}");
        assertThat(text(new Edits(full, 0)
                        .remove(1)
                        .insertAfter(1, "q\"", bytes("0"))
                        .insertLast(0, "z", bytes("3"))
                        .bytes()))
                .isEqualTo("{\"q\\\"\":0,\"z\":3}");
    }

    @Test
    void items_are_added_to_arrays() {
        var doc = parse("[1,[],2]");
        assertThat(text(new Edits(doc, 0)
                        .insertBefore(1, bytes("0"))
                        .insertLast(2, bytes("\"in\""))
                        .insertLast(0, bytes("9"))
                        .bytes()))
                .isEqualTo("[0,1,[\"in\"],2,9]");
    }

    @Test
    void edits_below_a_replaced_or_removed_node_are_forgotten() {
        var doc = parse("{\"deep\":{\"id\":1},\"name\":{\"id\":2},\"meta\":4}");
        int deep = doc.get(0, "deep");
        int name = doc.get(0, "name");
        assertThat(text(new Edits(doc, 0)
                        .replace(doc.get(deep, "id"), bytes("7"))
                        .replace(deep, bytes("5"))
                        .replace(doc.get(name, "id"), bytes("7"))
                        .remove(name)
                        .replace(doc.get(0, "meta"), bytes("6"))
                        .bytes()))
                .isEqualTo("{\"deep\":5,\"meta\":6}");
    }

    @Test
    void a_subtree_is_written_alone() {
        var doc = parse("{\"meta\":1,\"deep\": {\"id\": \"x\"} ,\"name\":2}");
        int deep = doc.get(0, "deep");
        var edits = new Edits(doc, deep).replace(doc.get(deep, "id"), bytes("\"y\""));
        assertThat(text(edits.compact())).isEqualTo("{\"id\":\"y\"}");
        assertThat(text(new Edits(doc, deep).compact())).isEqualTo("{\"id\":\"x\"}");
    }

    @Test
    void texts_are_quoted_so_that_they_read_back() {
        var text = "a\"b\\c\n\t\r\u0001\u001f é \ud83d\ude00 /";
        assertThat(parse(text(JsonText.quoted(text))).text(0)).isEqualTo(text);
    }

    @Test
    void compacting_random_documents_equals_their_whitespace_free_form() {
        for (int seed = 0; seed < 300; seed++) {
            var spaced = new StringBuilder();
            var tight = new StringBuilder();
            write(new Random(seed), 4, spaced, tight, new Random(seed + 1000));
            var doc = parse(spaced.toString());
            assertThat(text(new Edits(doc, 0).compact())).as("seed " + seed).isEqualTo(tight.toString());
            var buffer = new byte[new Edits(doc, 0).most() + 3];
            int end = new Edits(doc, 0).compactInto(buffer, 3);
            assertThat(new String(buffer, 3, end - 3, StandardCharsets.UTF_8)).isEqualTo(tight.toString());
        }
    }

    private static void write(Random random, int depth, StringBuilder spaced, StringBuilder tight, Random spaces) {
        switch (random.nextInt(depth == 0 ? 3 : 6)) {
            case 0 -> both("\"s, \\\" [" + random.nextInt(9) + "\"", spaced, tight);
            case 1 -> both(random.nextInt(99) + ".00", spaced, tight);
            case 2 -> both("null", spaced, tight);
            case 3 -> children("{", "}", random, depth, spaced, tight, spaces);
            default -> children("[", "]", random, depth, spaced, tight, spaces);
        }
        space(spaced, spaces);
    }

    private static void children(
            String open,
            String close,
            Random random,
            int depth,
            StringBuilder spaced,
            StringBuilder tight,
            Random spaces) {
        both(open, spaced, tight);
        space(spaced, spaces);
        int size = random.nextInt(4);
        for (int at = 0; at < size; at++) {
            both(at == 0 ? "" : ",", spaced, tight);
            space(spaced, spaces);
            if (open.equals("{")) {
                both("\"name " + at + "\"", spaced, tight);
                space(spaced, spaces);
                both(":", spaced, tight);
                space(spaced, spaces);
            }
            write(random, depth - 1, spaced, tight, spaces);
        }
        both(close, spaced, tight);
    }

    private static void both(String text, StringBuilder spaced, StringBuilder tight) {
        spaced.append(text);
        tight.append(text);
    }

    private static void space(StringBuilder spaced, Random spaces) {
        spaced.append(" \n\t\r".repeat(2), 0, spaces.nextInt(8));
    }
}
