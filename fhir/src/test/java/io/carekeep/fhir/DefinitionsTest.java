package io.carekeep.fhir;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.fhir.definitions.Definitions;
import io.carekeep.fhir.definitions.Property;
import org.junit.jupiter.api.Test;

class DefinitionsTest {

    private final Definitions r4 = Definitions.r4();

    @Test
    void every_storable_type_has_its_elements() {
        assertThat(ResourceType.all()).hasSize(145);
        assertThat(ResourceType.all())
                .allSatisfy(type -> assertThat(r4.type(type).elements()).isNotEmpty());
        assertThat(ResourceType.of("Parameters")).isEmpty();
    }

    @Test
    void a_choice_is_one_element_with_a_property_for_each_type() {
        var observation = r4.type(ResourceType.of("Observation").orElseThrow());
        assertThat(observation.properties().stream()
                        .filter(property -> property.element().path().equals("Observation.value[x]"))
                        .map(Property::name))
                .hasSize(11)
                .contains("valueQuantity", "valueDateTime");
    }

    @Test
    void a_content_reference_leads_to_the_type_it_names() {
        var component = requireNonNull(r4.type("Observation.component"));
        var range = requireNonNull(component.property(r4.names().number("referenceRange")));
        assertThat(range.type()).isSameAs(r4.type("Observation.referenceRange"));
    }

    @Test
    void a_required_binding_lists_its_codes() {
        var status = requireNonNull(r4.type(ResourceType.of("Observation").orElseThrow())
                .property(r4.names().number("status")));
        assertThat(status.element().codes()).contains("final").doesNotContain("done");
    }

    @Test
    void all_search_parameters_and_invariants_are_there() {
        assertThat(r4.searchParameters()).hasSize(1375);
        assertThat(r4.invariants()).hasSize(207);
        assertThat(r4.patientCompartment(ResourceType.of("Observation").orElseThrow()))
                .containsExactly("subject", "performer");
    }
}
