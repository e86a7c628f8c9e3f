package io.carekeep.fhir.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.definitions.Definitions;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.json.JsonParser;
import io.carekeep.fhir.json.Limits;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchParserTest {

    private final SearchParser parser = new SearchParser(SearchParameters.r4(), ZoneOffset.UTC, Clock.systemUTC());

    private Query parse(String type, String name, String value) {
        return parser.parse(
                ResourceType.of(type).orElseThrow(), List.of(new Parameter(name, value)), SearchParser.Handling.STRICT);
    }

    @Test
    void patient_and_subject_share_their_branch() {
        var patient = SearchParameters.r4()
                .find(ResourceType.of("Observation").orElseThrow(), "patient")
                .orElseThrow();
        var subject = SearchParameters.r4()
                .find(ResourceType.of("Observation").orElseThrow(), "subject")
                .orElseThrow();
        assertThat(patient.ordinals()).isEqualTo(subject.ordinals());
        assertThat(patient.targets()).extracting(ResourceType::name).containsExactly("Patient");
    }

    @ParameterizedTest
    @CsvSource({
        "Patient, name, amina",
        "Patient, birthdate, ge1980-01-01",
        "Patient, identifier, http://example.org|7",
        "Patient, _has:Observation:patient:code, 1234-5",
        "Observation, subject:Patient.name, amina",
        "List, item.participant:Practitioner, p1",
        "Observation, value-quantity, gt5.4|http://unitsofmeasure.org|mg",
        "Observation, code-value-quantity, http://loinc.org|1234-5$gt7",
        "Observation, date, sa2026-01-01",
        "Observation, status:not, final",
        "Observation, category:missing, true",
        "Patient, name:contains, min",
        "Patient, name:exact, Amina",
        "ValueSet, url:below, http://example.org/fhir",
        "Encounter, subject:identifier, http://example.org|7",
        "Patient, _lastUpdated, gt2026-01-01",
        "Observation, code:in, http://sets.example/one|1",
        "Observation, code:not-in, ValueSet/one",
        "Observation, code:below, http://loinc.org|1234-5",
        "Location, near, 47.4|8.5|10|km",
        "Location, near, -90|180",
    })
    void what_the_specification_offers_is_understood(String type, String name, String value) {
        assertThat(parse(type, name, value).predicate()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "Patient, birthdate, yesterday",
        "Patient, unknown, x",
        "Patient, _text, x",
        "Patient, gender:contains, ma",
        "Procedure, performer.name:contains, linic",
        "Patient, name:contains, mi",
        "Observation, value-quantity, much",
        "Observation, code-value-quantity, 5",
        "Patient, _has:Observation, x",
        "Patient, name:missing, maybe",
        "Observation, date, 2026-13-01",
        "Patient, birthdate:not, 2020",
        "Patient, name:not, amina",
        "Observation, code:in, one",
        "Observation, code:below, 1234-5",
        "Patient, identifier:in, ValueSet/one",
        "Location, near, 91|8.5",
        "Location, near, here",
        "Location, near, 47|8|-1",
        "Location, near, 47|8|1|league",
    })
    void what_can_not_be_served_is_refused_by_name(String type, String name, String value) {
        assertThatThrownBy(() -> parse(type, name, value)).isInstanceOf(Refused.class);
    }

    @Test
    void a_lenient_server_reports_what_it_left_out() {
        var query = parser.parse(
                ResourceType.of("Patient").orElseThrow(),
                List.of(new Parameter("unknown", "x"), new Parameter("gender", "female")),
                SearchParser.Handling.LENIENT);
        assertThat(query.ignored()).containsExactly("unknown");
    }

    @Test
    void random_questions_are_understood_or_refused() {
        var random = new Random(1);
        var names = List.of(
                "name",
                "birthdate",
                "_has:Observation:patient:",
                "general-practitioner.",
                "identifier:",
                "_sort",
                "_include",
                "_count");
        for (int trial = 0; trial < 20_000; trial++) {
            var noise = new StringBuilder();
            for (int at = random.nextInt(12); at > 0; at--) {
                noise.append("ge|$,\\.:-0129Tzé_ \u0000".charAt(random.nextInt(18)));
            }
            try {
                assertThat(parse(
                                "Patient",
                                names.get(random.nextInt(names.size())) + (random.nextBoolean() ? noise : ""),
                                noise.toString()))
                        .isNotNull();
            } catch (Refused _) {
                // a clear refusal is what we want
            }
        }
    }

    @Test
    void a_resource_hands_over_what_it_is_found_by() {
        var json = """
                {"resourceType":"Observation","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"1234-5"}]},
                 "subject":{"reference":"Patient/test-0001"},"effectiveDateTime":"2026-03-29T10:00:00Z",
                 "valueQuantity":{"value":5.40,"unit":"mg","system":"http://unitsofmeasure.org","code":"mg"}}
                """;
        var doc = new JsonParser(Definitions.r4().names(), Limits.DEFAULT).parse(json.getBytes(StandardCharsets.UTF_8));
        var found = new ArrayList<String>();
        new Extractor(SearchParameters.r4(), ZoneId.of("UTC"))
                .extract(doc, 0, ResourceType.of("Observation").orElseThrow(), new Listing(found));
        assertThat(found).contains("http://loinc.org|1234-5", "|final", "-> Patient/test-0001");
        assertThat(found.stream().filter(each -> each.startsWith("range"))).hasSize(2);
    }

    private record Listing(List<String> found) implements IndexSink {
        @Override
        public void value(int expression, String normalised) {
            found.add(normalised);
        }

        @Override
        public void coding(int expression, String system, String code, @Nullable String display) {
            found.add(system + "|" + code);
        }

        @Override
        public void reference(int expression, Json doc, int node, String reference) {
            found.add("-> " + reference);
        }

        @Override
        public void range(int expression, long low, long high) {
            found.add("range " + low + " " + high);
        }

        @Override
        public void present(int bit) {}
    }
}
