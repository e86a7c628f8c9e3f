package io.carekeep.store.interaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.base.Refused;
import io.carekeep.fhir.search.Parameter;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConditionsTest {

    private static Conditions match(String tag) {
        return new Conditions(tag, null, null, null);
    }

    private static Conditions noneMatch(String tags) {
        return new Conditions(null, tags, null, null);
    }

    private static Conditions since(String date) {
        return new Conditions(null, null, date, null);
    }

    @Test
    void a_tag_names_a_version() {
        assertThat(match("W/\"3\"").ifMatch()).isEqualTo(OptionalInt.of(3));
        assertThat(match("\"12\"").ifMatch()).isEqualTo(OptionalInt.of(12));
        assertThat(Conditions.NONE.ifMatch()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "W/", "W/\"\"", "W/\"x\"", "\"3", "W/\"1\", W/\"2\"", "W/\"99999999999\"", "-1"})
    void what_is_no_tag_is_refused(String tag) {
        assertThatThrownBy(() -> match(tag).ifMatch())
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.problem().status()).isEqualTo(400));
    }

    @Test
    void a_version_is_known_by_its_tag() {
        var version = Versions.patient("a", "");
        assertThat(noneMatch("W/\"1\"").isKnown(version)).isTrue();
        assertThat(noneMatch("W/\"2\", W/\"1\"").isKnown(version)).isTrue();
        assertThat(noneMatch("*").isKnown(version)).isTrue();
        assertThat(noneMatch("W/\"2\"").isKnown(version)).isFalse();
        assertThat(Conditions.NONE.isKnown(version)).isFalse();
    }

    @Test
    void a_version_is_known_by_its_second() {
        var version = Versions.patient("a", "");
        assertThat(since("Wed, 04 Mar 2026 05:06:07 GMT").isKnown(version)).isTrue();
        assertThat(since("2026-03-04T05:06:07Z").isKnown(version)).isTrue();
        assertThat(since("Wed, 04 Mar 2026 05:06:06 GMT").isKnown(version)).isFalse();
        assertThatThrownBy(() -> since("yesterday").isKnown(version)).isInstanceOf(Refused.class);
    }

    @Test
    void a_conditional_create_takes_a_query() {
        assertThat(new Conditions(null, null, null, "Patient?identifier=a%7Cb").ifNoneExist())
                .containsExactly(new Parameter("identifier", "a|b"));
        assertThat(Conditions.NONE.ifNoneExist()).isEmpty();
        assertThatThrownBy(() -> new Conditions(null, null, null, "").ifNoneExist())
                .isInstanceOf(Refused.class);
    }

    @Test
    void a_condition_does_not_print_what_it_asks() {
        assertThat(new Conditions(null, null, null, "identifier=secret").toString())
                .doesNotContain("secret");
    }
}
