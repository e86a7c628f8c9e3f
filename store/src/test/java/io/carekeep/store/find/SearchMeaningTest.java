package io.carekeep.store.find;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.access.FixedPolicy;
import io.carekeep.access.Gate;
import io.carekeep.access.Restriction;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.search.QueryText;
import io.carekeep.fhir.search.SearchParser;
import io.carekeep.store.TestStore;
import io.carekeep.store.Version;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What random queries once found wrong, each as a fact of its own.
final class SearchMeaningTest {

    private static TestStore store;

    @BeforeAll
    static void open() {
        store = new TestStore(ZoneId.of("America/New_York"));
    }

    @AfterAll
    static void close() {
        store.close();
    }

    private static List<String> found(String url) {
        return store.search(url).matches().stream().map(Version::id).toList();
    }

    private static void group(String id) {
        store.put(
                "Group/" + id,
                "{\"resourceType\":\"Group\",\"id\":\"%s\",\"type\":\"person\",\"actual\":true}".formatted(id));
    }

    private static void patient(String id, String more) {
        store.put("Patient/" + id, "{\"resourceType\":\"Patient\",\"id\":\"%s\"%s}".formatted(id, more));
    }

    private static void observation(String id, String more) {
        store.put(
                "Observation/" + id,
                "{\"resourceType\":\"Observation\",\"id\":\"%s\",\"status\":\"final\",\"code\":{\"text\":\"test\"}%s}"
                        .formatted(id, more));
    }

    private static String subject(String reference) {
        return ",\"subject\":{\"reference\":\"%s\"}".formatted(reference);
    }

    @Test
    void a_parameter_for_patients_finds_no_group() {
        group("g1");
        patient("g2", "");
        observation("of-group", subject("Group/g1"));
        observation("of-patient", subject("Patient/g2"));
        assertThat(found("Observation?subject=Group/g1")).containsExactly("of-group");
        assertThat(found("Observation?patient=Group/g1")).isEmpty();
        assertThat(found("Observation?patient:Group=g1")).isEmpty();
        assertThat(found("Observation?patient:Group.type=person")).isEmpty();
        assertThat(found("Group?_has:Observation:patient:status=final")).isEmpty();
        assertThat(found("Group?_has:Observation:subject:status=final&_id=g1")).containsExactly("g1");
        var page = store.search("Observation?_id=of-group,of-patient&_include=Observation:patient:Group");
        assertThat(page.included()).isEmpty();
    }

    @Test
    void an_identifier_of_a_group_is_none_of_a_patient() {
        observation("by-group", ",\"subject\":{\"reference\":\"Group/g3\",\"identifier\":{\"value\":\"TEST-77\"}}");
        observation("by-patient", ",\"subject\":{\"identifier\":{\"value\":\"TEST-77\"}}");
        assertThat(found("Observation?subject:identifier=TEST-77")).containsExactly("by-group", "by-patient");
        assertThat(found("Observation?patient:identifier=TEST-77")).containsExactly("by-patient");
    }

    @Test
    void an_order_by_patient_leaves_groups_out() {
        group("a1");
        patient("z1", "");
        observation("sort-group", subject("Group/a1"));
        observation("sort-patient", subject("Patient/z1"));
        assertThat(found("Observation?_id=sort-group,sort-patient&_sort=patient"))
                .containsExactly("sort-patient", "sort-group");
    }

    @Test
    void an_order_by_deceased_has_the_living_first() {
        patient("dead", ",\"deceasedDateTime\":\"2020-01-01\"");
        patient("alive", "");
        assertThat(found("Patient?_id=dead,alive&_sort=deceased")).containsExactly("alive", "dead");
        assertThat(found("Patient?_id=dead,alive&_sort=-deceased")).containsExactly("dead", "alive");
    }

    @Test
    void dates_and_quantities_keep_their_order_beside_a_text() {
        observation("late", value("10") + ",\"effectivePeriod\":{\"start\":\"2024-05-01\",\"end\":\"2024-05-02\"}");
        observation("early", value("9") + ",\"effectiveDateTime\":\"2024-04-01\"");
        assertThat(found("Observation?_id=late,early&_sort=status,date")).containsExactly("early", "late");
        assertThat(found("Observation?_id=late,early&_sort=status,value-quantity"))
                .containsExactly("early", "late");
        assertThat(found("Observation?_id=late,early&_sort=status,-value-quantity"))
                .containsExactly("late", "early");
    }

    private static String value(String number) {
        return ",\"valueQuantity\":{\"value\":%s,\"unit\":\"x\"}".formatted(number);
    }

    @Test
    void a_number_means_up_to_the_next_half_without_it() {
        observation("below", value("99.5"));
        observation("above", value("100.5"));
        assertThat(found("Observation?_id=below,above&value-quantity=100")).containsExactly("below");
        assertThat(found("Observation?_id=below,above&value-quantity=ne100")).containsExactly("above");
    }

    @Test
    void of_a_timing_only_the_outer_limits_matter() {
        observation("timed", ",\"effectiveTiming\":{\"event\":[\"2024-01-10\",\"2024-01-20\"]}");
        assertThat(found("Observation?_id=timed&date=2024-01-10")).isEmpty();
        assertThat(found("Observation?_id=timed&date=2024-01")).containsExactly("timed");
        assertThat(found("Observation?_id=timed&date=ap2024-01-15")).containsExactly("timed");
    }

    @Test
    void about_a_date_means_the_same_in_a_composite() {
        store.put("Observation/composite", """
                {"resourceType":"Observation","id":"composite","status":"final","valueDateTime":"2024-03-01",
                 "code":{"coding":[{"system":"urn:example:a","code":"seen"}]}}""");
        assertThat(found("Observation?code-value-date=seen$ap2024-04-01")).containsExactly("composite");
        assertThat(found("Observation?code-value-date=seen$2024-04-01")).isEmpty();
    }

    @Test
    void a_death_is_on_the_day_that_it_was_here() {
        patient("passed", ",\"deceasedDateTime\":\"2024-01-01T03:30:00Z\"");
        assertThat(found("Patient?_id=passed&death-date=2023-12-31")).containsExactly("passed");
        assertThat(found("Patient?_id=passed&death-date=2023")).containsExactly("passed");
        assertThat(found("Patient?_id=passed&death-date=le2023-12-31")).containsExactly("passed");
        assertThat(found("Patient?_id=passed&death-date=2024-01-01")).isEmpty();
    }

    @Test
    void a_telephone_number_has_no_system() {
        patient("phone", ",\"telecom\":[{\"system\":\"phone\",\"value\":\"555-0100\"}]");
        assertThat(found("Patient?_id=phone&telecom=|555-0100")).containsExactly("phone");
        assertThat(found("Patient?_id=phone&telecom=urn:example:x|555-0100")).isEmpty();
    }

    @Test
    void a_modifier_that_ids_do_not_have_is_refused() {
        for (var name : List.of("_id:not", "_id:missing", "_lastUpdated:missing", "_list:not")) {
            assertThatThrownBy(() -> found("Patient?" + name + "=true"))
                    .as(name)
                    .isInstanceOf(Refused.class);
        }
    }

    @Test
    void of_several_lists_one_has_it() {
        patient("listed", "");
        store.put("List/list-1", """
                {"resourceType":"List","id":"list-1","status":"current","mode":"working",
                 "entry":[{"item":{"reference":"Patient/listed"}}]}""");
        assertThat(found("Patient?_list=nobody,list-1")).containsExactly("listed");
    }

    @Test
    void criteria_that_only_the_record_decides_hold_behind_two_links_too() {
        patient("open", ",\"active\":true,\"name\":[{\"family\":\"Testwomanly\"}]");
        patient("closed", ",\"active\":true,\"name\":[{\"family\":\"Testwomanish\"}]");
        for (var id : List.of("open", "closed")) {
            store.put("Group/" + id, """
                    {"resourceType":"Group","id":"%s","type":"person","actual":true,
                     "member":[{"entity":{"reference":"Patient/%s"}}]}""".formatted(id, id));
            observation(id, subject("Group/" + id));
        }
        var gate = restricted("Patient", "family=Testwomanly");
        var url = "Observation?subject:Group.member:Patient.active=true";
        assertThat(found(gate, url)).containsExactly("open");
        assertThat(found(gate, "Patient?_has:Group:member:_has:Observation:subject:status=final"))
                .containsExactly("open");
        assertThat(found(gate, "Group?member:Patient.active=true")).containsExactly("open");
    }

    @Test
    void criteria_that_only_the_record_decides_hold_for_a_list_too() {
        patient("entry", "");
        for (var title : List.of("Testwomanly", "Testwomanish")) {
            store.put("List/" + title, """
                    {"resourceType":"List","id":"%s","status":"current","mode":"working","title":"%s",
                     "entry":[{"item":{"reference":"Patient/entry"}}]}""".formatted(title, title));
        }
        var gate = restricted("List", "title=Testwomanly");
        assertThat(found(gate, "Patient?_list=Testwomanly")).containsExactly("entry");
        assertThat(found(gate, "Patient?_list=Testwomanish")).isEmpty();
    }

    @Test
    void criteria_pass_through_what_the_caller_may_not_see() {
        patient("seen", ",\"active\":true,\"name\":[{\"family\":\"Testwomanly\"}]");
        patient("other", ",\"active\":false,\"name\":[{\"family\":\"Testwomanly\"}]");
        for (var id : List.of("seen", "other")) {
            observation("of-" + id, subject("Patient/" + id));
        }
        var observation = ResourceType.of("Observation").orElseThrow();
        for (var criteria : List.of(
                "subject:Patient.active=true", "subject:Patient.active=true&subject:Patient.family=Testwomanly")) {
            var gate = store.gate(new FixedPolicy(
                    Map.of(
                            observation,
                            matching(observation, criteria),
                            ResourceType.of("Patient").orElseThrow(),
                            new Restriction.Nothing()),
                    new Restriction.Everything()));
            assertThat(found(gate, "Observation?_id=of-seen,of-other")).containsExactly("of-seen");
            assertThat(found(gate, "Observation?_id=of-seen&subject:Patient.active=true"))
                    .isEmpty();
            assertThat(found(gate, "Observation?_id=of-seen&subject=Patient/seen"))
                    .containsExactly("of-seen");
        }
    }

    private static Restriction matching(ResourceType type, String criteria) {
        return new Restriction.Matching(store.searches
                .parse(type, QueryText.ofText(criteria), SearchParser.Handling.STRICT)
                .predicate());
    }

    private static Gate restricted(String name, String criteria) {
        var type = ResourceType.of(name).orElseThrow();
        return store.gate(new FixedPolicy(Map.of(type, matching(type, criteria)), new Restriction.Everything()));
    }

    private static List<String> found(Gate gate, String url) {
        return store.search(gate, url, null).matches().stream().map(Version::id).toList();
    }
}
