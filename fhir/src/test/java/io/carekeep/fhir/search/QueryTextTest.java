package io.carekeep.fhir.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.testkit.Trials;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class QueryTextTest {

    @Test
    void parameters_keep_their_order_and_their_repetitions() {
        assertThat(QueryText.parse("date=ge2020&_id=1&date=lt2021&flag&=x&&empty="))
                .containsExactly(
                        new Parameter("date", "ge2020"),
                        new Parameter("_id", "1"),
                        new Parameter("date", "lt2021"),
                        new Parameter("flag", ""),
                        new Parameter("", "x"),
                        new Parameter("empty", ""));
    }

    @Test
    void escapes_and_plus_signs_are_decoded() {
        assertThat(QueryText.parse("name=Zo%C3%AB+M%26M%3D1")).containsExactly(new Parameter("name", "Zo\u00eb M&M=1"));
    }

    @Test
    void raw_bytes_of_utf8_are_understood() {
        var raw = new String("name=Zo\u00eb".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        assertThat(QueryText.parse(raw)).containsExactly(new Parameter("name", "Zo\u00eb"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%", "a=%4", "a=%zz", "a=%C3", "a=%ff%fe", "a=%C0%80", "%=1", "a=%ED%A0%80", "a=\u00eb"})
    void a_broken_escape_is_refused_without_being_repeated(String query) {
        assertThatThrownBy(() -> QueryText.parse(query)).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.problem().status()).isEqualTo(400);
            assertThat(refused.problem()).isInstanceOf(Problem.Invalid.class);
        });
    }

    @Test
    void a_query_beyond_the_limit_is_refused() {
        assertThatThrownBy(() -> QueryText.parse("a".repeat(QueryText.LENGTH_MAX + 1)))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.problem().status()).isEqualTo(413));
    }

    @Test
    void what_is_written_reads_the_same() {
        Trials.of(200, random -> {
            var parameters = new ArrayList<Parameter>();
            for (int count = 1 + random.nextInt(4); count > 0; count--) {
                parameters.add(new Parameter("p" + text(random), text(random)));
            }
            var query = QueryText.of(parameters);
            assertThat(query).matches("[!-~]*").doesNotContain("\n");
            assertThat(QueryText.parse(query)).isEqualTo(parameters);
        });
    }

    private static String text(java.util.Random random) {
        var text = new StringBuilder();
        for (int length = random.nextInt(8); length > 0; length--) {
            int point = random.nextInt(4) == 0 ? random.nextInt(Character.MAX_CODE_POINT) : random.nextInt(0x180);
            text.appendCodePoint(point >= 0xD800 && point < 0xE000 ? 'x' : point);
        }
        return text.toString();
    }
}
