package io.carekeep.store.interaction;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.definitions.Definitions;
import io.carekeep.fhir.search.SearchParameters;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestResourceComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.ResourceInteractionComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.TypeRestfulInteraction;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.web.context.support.StaticWebApplicationContext;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

final class CapabilityStatementTest {

    private static Set<String> routes(Class<?>... controllers) {
        var context = new StaticWebApplicationContext();
        for (var controller : controllers) {
            var definition = new RootBeanDefinition(controller);
            definition.setLazyInit(true); // its routes are looked at, it is not made
            context.registerBeanDefinition(controller.getSimpleName(), definition);
        }
        context.refresh();
        var mapping = new RequestMappingHandlerMapping();
        mapping.setApplicationContext(context);
        mapping.afterPropertiesSet();
        return CapabilityInteraction.routes(mapping);
    }

    private static final Set<String> ALL = routes(
            ReadInteraction.class,
            HistoryInteraction.class,
            SearchInteraction.class,
            CreateInteraction.class,
            UpdateInteraction.class,
            PatchInteraction.class,
            DeleteInteraction.class,
            TransactionInteraction.class,
            EverythingInteraction.class,
            MetaInteraction.class,
            ValidateInteraction.class,
            ExportInteraction.class,
            CapabilityInteraction.class);

    private static org.hl7.fhir.r4.model.CapabilityStatement statement(Set<String> routes) {
        var json = new CapabilityStatement(routes, Definitions.r4(), SearchParameters.r4(), Versions.AT, "1").json();
        var parser = FhirContext.forR4Cached().newJsonParser();
        parser.setParserErrorHandler(new ca.uhn.fhir.parser.StrictErrorHandler());
        return parser.parseResource(
                org.hl7.fhir.r4.model.CapabilityStatement.class,
                new String(CapabilityStatement.at("https://records.example/fhir", json), StandardCharsets.UTF_8));
    }

    private static CapabilityStatementRestResourceComponent patient(Set<String> routes) {
        return resource("Patient", routes);
    }

    private static CapabilityStatementRestResourceComponent resource(String type, Set<String> routes) {
        return statement(routes).getRestFirstRep().getResource().stream()
                .filter(each -> each.getType().equals(type))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void it_says_where_the_server_is() {
        assertThat(statement(ALL).getImplementation().getUrl()).isEqualTo("https://records.example/fhir");
    }

    @Test
    void every_type_is_served_with_every_parameter() {
        var resources = statement(ALL).getRestFirstRep().getResource();
        assertThat(resources).hasSize(ResourceType.all().size());
        for (var resource : resources) {
            var type = ResourceType.of(resource.getType()).orElseThrow();
            assertThat(resource.getSearchParam())
                    .hasSize(SearchParameters.r4().all(type).size() + 2)
                    .allMatch(
                            parameter -> parameter.getDefinition().startsWith("http://hl7.org/fhir/SearchParameter/"));
        }
    }

    @Test
    void audit_events_are_read_only() {
        var events = resource("AuditEvent", ALL);
        assertThat(events.getInteraction())
                .extracting(ResourceInteractionComponent::getCode)
                .contains(TypeRestfulInteraction.READ, TypeRestfulInteraction.SEARCHTYPE)
                .doesNotContain(
                        TypeRestfulInteraction.CREATE,
                        TypeRestfulInteraction.UPDATE,
                        TypeRestfulInteraction.PATCH,
                        TypeRestfulInteraction.DELETE);
        assertThat(events.getUpdateCreate()).isFalse();
        assertThat(events.getConditionalCreate()).isFalse();
    }

    @Test
    void all_that_is_registered_is_told() {
        var patient = patient(ALL);
        assertThat(patient.getInteraction())
                .extracting(ResourceInteractionComponent::getCode)
                .containsExactlyInAnyOrder(
                        TypeRestfulInteraction.READ,
                        TypeRestfulInteraction.VREAD,
                        TypeRestfulInteraction.UPDATE,
                        TypeRestfulInteraction.PATCH,
                        TypeRestfulInteraction.DELETE,
                        TypeRestfulInteraction.HISTORYINSTANCE,
                        TypeRestfulInteraction.HISTORYTYPE,
                        TypeRestfulInteraction.CREATE,
                        TypeRestfulInteraction.SEARCHTYPE);
        assertThat(patient.getOperation())
                .extracting(each -> each.getName())
                .containsExactly("everything", "meta", "validate");
        assertThat(patient.getSearchInclude())
                .hasToString("[Patient:general-practitioner, Patient:link, Patient:organization]");
        assertThat(patient.getSearchRevInclude().toString()).contains("Observation:subject");
        assertThat(statement(ALL).getFhirVersion().toCode()).isEqualTo("4.0.1");
        assertThat(statement(ALL).getRestFirstRep().getInteraction()).hasSize(3);
    }

    @Test
    void what_is_not_registered_is_not_told() {
        var fewer = new TreeSet<>(ALL);
        fewer.remove("PATCH /fhir/{type}/{id}");
        fewer.remove("GET /fhir/Patient/{id}/$everything");
        var patient = patient(fewer);
        assertThat(patient.getInteraction())
                .extracting(ResourceInteractionComponent::getCode)
                .doesNotContain(TypeRestfulInteraction.PATCH);
        assertThat(patient.getOperation()).hasSize(2);
        assertThat(statement(fewer).hasPatchFormat()).isFalse();
    }
}
