package io.carekeep.store.interaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import io.carekeep.base.HandlesPhi;
import io.carekeep.base.Refused;
import io.carekeep.fhir.search.Query.Summary;
import io.carekeep.fhir.search.QueryText;
import io.carekeep.fhir.search.SearchParser.Handling;
import io.carekeep.store.Change;
import io.carekeep.store.Version;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.Test;

@HandlesPhi(why = "invented people")
final class SubsetTest {

    private static final Version PATIENT = Versions.patient("a", """
            ,"text":{"status":"generated","div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\">x</div>"},
            "active":true,"_active":{"id":"q"},"name":[{"family":"Sample"}],"gender":"female",
            "photo":[{"data":"AAAA"}],"contact":[{"gender":"male"}],"deceasedBoolean":false,
            "communication":[{"language":{"text":"en"},"preferred":true}]""");
    private static final Version OBSERVATION = Versions.of("Observation", "o", 1, Change.CREATED, """
            {"resourceType":"Observation","id":"o","meta":{"tag":[{"code":"x"}]},"status":"final",
            "code":{"text":"c"},"valueInteger":3,"note":[{"text":"n"}],
            "component":[{"id":"c1","code":{"text":"k"},"valueString":"v","interpretation":[{"text":"i"}]}]}""");

    private static String cut(Version version, Summary summary, String... elements) {
        return new String(Subset.of(summary, List.of(elements)).of(version).reveal(), StandardCharsets.UTF_8);
    }

    private static Patient patient(String json) {
        return FhirContext.forR4Cached().newJsonParser().parseResource(Patient.class, json);
    }

    private static Observation observation(String json) {
        return FhirContext.forR4Cached().newJsonParser().parseResource(Observation.class, json);
    }

    @Test
    void all_of_it_is_the_stored_bytes() {
        assertThat(Subset.of(Summary.FALSE, List.of()).of(PATIENT)).isSameAs(PATIENT.json());
    }

    @Test
    void only_the_elements_asked_for_are_left() {
        var cut = patient(cut(PATIENT, Summary.FALSE, "name", "Patient.gender", "nonsense"));
        assertThat(cut.getNameFirstRep().getFamily()).isEqualTo("Sample");
        assertThat(cut.hasGender()).isTrue();
        assertThat(cut.hasActive()).isFalse();
        assertThat(cut.hasText()).isFalse();
        assertThat(cut.getIdElement().getIdPart()).isEqualTo("a");
        assertThat(cut.getMeta().getTagFirstRep().getCode()).isEqualTo("SUBSETTED");
    }

    @Test
    void a_primitive_goes_with_its_extensions() {
        assertThat(cut(PATIENT, Summary.FALSE, "active")).contains("\"_active\"");
        assertThat(cut(PATIENT, Summary.FALSE, "name")).doesNotContain("active");
    }

    @Test
    void mandatory_elements_stay() {
        var cut = observation(cut(OBSERVATION, Summary.FALSE, "value"));
        assertThat(cut.hasStatus()).isTrue();
        assertThat(cut.hasCode()).isTrue();
        assertThat(cut.getValueIntegerType().getValue()).isEqualTo(3);
        assertThat(cut.hasComponent()).isFalse();
        assertThat(cut.getMeta().getTag()).hasSize(2);
    }

    @Test
    void a_summary_has_what_the_definitions_mark() {
        var cut = patient(cut(PATIENT, Summary.TRUE));
        assertThat(cut.hasName()).isTrue();
        assertThat(cut.hasDeceased()).isTrue();
        assertThat(cut.hasText()).isFalse();
        assertThat(cut.hasPhoto()).isFalse();
        assertThat(cut.hasContact()).isFalse();
        assertThat(cut.hasCommunication()).isFalse();
    }

    @Test
    void a_summary_looks_into_the_resources_own_elements() {
        var component = observation(cut(OBSERVATION, Summary.TRUE)).getComponentFirstRep();
        assertThat(component.hasCode()).isTrue();
        assertThat(component.hasValue()).isTrue();
        assertThat(component.hasInterpretation()).isFalse();
    }

    @Test
    void the_text_and_the_data_are_each_others_rest() {
        var text = patient(cut(PATIENT, Summary.TEXT));
        assertThat(text.hasText()).isTrue();
        assertThat(text.hasName()).isFalse();
        var data = patient(cut(PATIENT, Summary.DATA));
        assertThat(data.hasText()).isFalse();
        assertThat(data.hasPhoto()).isTrue();
    }

    @Test
    void a_read_can_not_be_counted() {
        var ask = new Ask(
                "http://localhost/fhir",
                QueryText.parse("_summary=count"),
                new Preference(Preference.Return.UNSAID, Handling.LENIENT),
                Conditions.NONE,
                Ask.Form.FHIR,
                Part.NOTHING);
        assertThatThrownBy(() -> Subset.of(ask)).isInstanceOf(Refused.class);
    }
}
