package io.carekeep.store.interaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.base.Refused;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FormatTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "`` ; true",
                "*/* ; true",
                "application/* ; true",
                "application/fhir+json ; true",
                "APPLICATION/JSON ; true",
                "`application/fhir+json;q=1.0, application/json+fhir;q=0.9` ; true",
                "`application/fhir+xml, application/fhir+json` ; true",
                "`application/fhir+json; fhirVersion=4.0` ; true",
                "`application/fhir+json; fhirVersion=3.0` ; false",
                "application/fhir+xml ; false",
                "image/png ; false",
                "`text/html,application/xhtml+xml,*/*;q=0.8` ; false",
                "`application/fhir+xml, application/fhir+json;q=0.5` ; false"
            })
    void the_best_of_what_is_accepted_decides(String accept, boolean fhir) {
        assertThat(Format.wantsFhir(accept, null)).isEqualTo(fhir);
    }

    @Test
    void whatever_else_is_preferred_json_is_sent_where_it_is_admitted() {
        assertThat(Format.admitsFhir("application/fhir+xml, application/fhir+json;q=0.5", null))
                .isTrue();
        assertThat(Format.admitsFhir("text/html,*/*;q=0.8", null)).isTrue();
        assertThat(Format.admitsFhir("application/fhir+xml, application/fhir+json;q=0", null))
                .isFalse();
    }

    @Test
    void the_parameter_outdoes_the_header() {
        assertThat(Format.wantsFhir("application/fhir+xml", "json")).isTrue();
        assertThat(Format.wantsFhir("application/fhir+json", "xml")).isFalse();
        assertThat(Format.admitsFhir("application/fhir+json", "application/fhir+xml"))
                .isFalse();
        assertThat(Format.wantsFhir(null, "application/fhir+json")).isTrue();
    }

    @Test
    void a_weight_that_is_none_is_refused() {
        assertThatThrownBy(() -> Format.wantsFhir("*/*;q=much", null)).isInstanceOf(Refused.class);
    }

    @Test
    void gzip_is_sent_only_where_it_is_admitted() {
        assertThat(ReplyWriter.admitsGzip("gzip, deflate")).isTrue();
        assertThat(ReplyWriter.admitsGzip("br;q=1, *;q=0.1")).isTrue();
        assertThat(ReplyWriter.admitsGzip("gzip;q=0")).isFalse();
        assertThat(ReplyWriter.admitsGzip("identity")).isFalse();
        assertThat(ReplyWriter.admitsGzip(null)).isFalse();
    }

    @Test
    void preferences_are_read_and_unknown_ones_left_aside() {
        assertThat(Preference.parse("return=minimal; handling=strict, respond-async"))
                .isEqualTo(new Preference(
                        Preference.Return.MINIMAL, io.carekeep.fhir.search.SearchParser.Handling.STRICT));
        assertThat(Preference.parse("return=OperationOutcome").returned()).isEqualTo(Preference.Return.OUTCOME);
        assertThat(Preference.parse("wait=10")).isEqualTo(Preference.NONE);
    }
}
