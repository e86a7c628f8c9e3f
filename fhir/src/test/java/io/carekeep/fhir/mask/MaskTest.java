package io.carekeep.fhir.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.base.Refused;
import io.carekeep.fhir.definitions.Definitions;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.json.JsonParser;
import io.carekeep.fhir.json.Limits;
import io.carekeep.testkit.Safeguard;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Safeguard({"164.502(b)", "164.514(d)"})
final class MaskTest {

    private static final JsonParser PARSER = new JsonParser(Definitions.r4().names(), Limits.DEFAULT);
    private static final String TAGGED = "\"meta\":{\"tag\":[{\"system\":"
            + "\"http://terminology.hl7.org/CodeSystem/v3-ObservationValue\",\"code\":\"SUBSETTED\"}]}";

    private static Mask mask(String... paths) {
        return Mask.of(Arrays.stream(paths).map(ElementPath::parse).toList());
    }

    private static String shown(String json, String... paths) {
        return new String(mask(paths).applied(json.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    private static Json parsed(String json) {
        return PARSER.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void an_element_goes_with_its_extensions_and_the_narrative_and_the_rest_is_tagged() {
        var json = """
                {"resourceType":"Patient","id":"p","text":{"div":"<div/>"},"birthDate":"1980-01-01","active":true,\
                "_birthDate":{"extension":[{"url":"urn:x","valueString":"y"}]}}""";
        assertThat(shown(json, "Patient.birthDate"))
                .isEqualTo("{\"resourceType\":\"Patient\",\"id\":\"p\",\"active\":true," + TAGGED + "}");
    }

    @Test
    void the_tag_does_not_tell_whether_the_element_was_there() {
        assertThat(shown("{\"resourceType\":\"Patient\",\"id\":\"p\"}", "Patient.birthDate"))
                .isEqualTo("{\"resourceType\":\"Patient\",\"id\":\"p\"," + TAGGED + "}");
        var other = "{\"resourceType\":\"Observation\",\"id\":\"o\"}";
        assertThat(shown(other, "Patient.birthDate")).isEqualTo(other);
    }

    @Test
    void a_choice_goes_whatever_type_it_has_and_one_type_goes_alone() {
        var json = "{\"resourceType\":\"Observation\",\"valueQuantity\":{\"value\":1}}";
        assertThat(shown(json, "Observation.value")).doesNotContain("value");
        assertThat(shown(json, "Observation.valueQuantity")).doesNotContain("value");
        assertThat(shown(json, "Observation.valueString")).contains("valueQuantity");
    }

    @Test
    void what_is_left_with_nothing_goes_too() {
        var json =
                "{\"resourceType\":\"Patient\",\"contact\":[{\"telecom\":[{\"value\":\"1\"}]},{\"gender\":\"male\"}]}";
        assertThat(shown(json, "Patient.contact.telecom.value"))
                .startsWith("{\"resourceType\":\"Patient\",\"contact\":[{\"gender\":\"male\"}]");
        assertThat(shown(json, "Patient.contact.telecom", "Patient.contact.gender"))
                .doesNotContain("contact");
    }

    @Test
    void extensions_go_by_their_url_also_those_of_a_plain_value() {
        var json = """
                {"resourceType":"Patient","extension":[{"url":"urn:a","valueString":"x"},{"url":"urn:b","valueString":"y"}],\
                "name":[{"given":["A","B"],"_given":[{"extension":[{"url":"urn:a","valueString":"z"}]},{"id":"i"}]}]}""";
        assertThat(shown(json, "Patient.extension('urn:a')"))
                .contains("urn:b", "\"z\"")
                .doesNotContain("\"x\"");
        assertThat(shown(json, "Patient.extension('urn:b').value"))
                .contains("urn:b")
                .doesNotContain("\"y\"");
        assertThat(shown(json, "Patient.name.given.extension('urn:a')"))
                .contains("\"given\":[\"A\",\"B\"],\"_given\":[null,{\"id\":\"i\"}]");
    }

    @Test
    void it_means_the_same_in_a_resource_that_another_contains() {
        var json = """
                {"resourceType":"Observation","text":{"div":"<div/>"},"contained":[{"resourceType":"Patient","id":"c",\
                "text":{"div":"<div/>"},"birthDate":"1980-01-01"}],"status":"final"}""";
        assertThat(shown(json, "Patient.birthDate"))
                .isEqualTo(
                        "{\"resourceType\":\"Observation\",\"contained\":[{\"resourceType\":\"Patient\",\"id\":\"c\"}],"
                                + "\"status\":\"final\"," + TAGGED + "}");
    }

    @Test
    void two_masks_have_in_common_what_both_leave_out() {
        var one = mask("Patient.name", "Patient.contact.telecom");
        var other = mask("Patient.name.family", "Patient.contact", "Patient.gender");
        assertThat(one.and(other)).isEqualTo(mask("Patient.name.family", "Patient.contact.telecom"));
        assertThat(mask("Patient.name.family").isWithin(one)).isTrue();
        assertThat(one.isWithin(other)).isFalse();
        assertThat(one.or(other)).isEqualTo(mask("Patient.name", "Patient.contact", "Patient.gender"));
    }

    @Test
    void records_are_compared_by_what_is_left_out() {
        var one = parsed("{\"resourceType\":\"Patient\",\"gender\":\"male\",\"birthDate\":\"1980-01-01\"}");
        var other = parsed("{\"resourceType\":\"Patient\",\"birthDate\":\"1980-01-01\",\"gender\":\"other\"}");
        assertThat(mask("Patient.birthDate").leavesSame(one, 0, other, 0)).isTrue();
        assertThat(mask("Patient.gender").leavesSame(one, 0, other, 0)).isFalse();
        assertThat(mask("Patient.name").touches(one, 0)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Patient",
                "Patient.",
                "patient.name",
                "Patient.nam",
                "Patient.name.family.x",
                "Patient..name",
                "Patient.id",
                "Patient.meta.tag",
                "Patient.name('urn:a')",
                "Nobody.name"
            })
    void what_is_no_element_is_refused(String text) {
        assertThatThrownBy(() -> ElementPath.parse(text)).isInstanceOf(Refused.class);
    }
}
