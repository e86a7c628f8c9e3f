package io.carekeep.store.find;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.access.Caller;
import io.carekeep.access.Purpose;
import io.carekeep.base.Refused;
import io.carekeep.testkit.Safeguard;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What patients' consents close is closed at once, to whom they name.
@Safeguard({"164.522(a)(1)", "164.312(a)(1)"})
final class ConsentTest {

    private static final Caller DOCTOR = ConsentStore.caller(7, "doctor", "Practitioner/dr", "Organization/clinic");
    private static final Caller OTHER = ConsentStore.caller(8, "doctor", "Practitioner/other");

    private ConsentStore store;

    @BeforeEach
    void open() {
        store = new ConsentStore();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void a_denial_closes_the_patients_records_to_whom_it_names() {
        store.consent("c", "'type':'deny'," + ConsentStore.actor("Practitioner/dr"));
        assertThat(store.seen(DOCTOR, "Observation")).containsExactly("of-b");
        assertThat(store.seen(DOCTOR, "Patient")).containsExactly("b");
        assertThat(store.seen(DOCTOR, "Patient?_has:Observation:subject:status=final"))
                .containsExactly("b");
        assertThat(store.seen(DOCTOR, "Observation?subject.active=true")).containsExactly("of-b");
        assertThat(store.seen(DOCTOR, "Consent")).containsExactly("c");
        assertThat(store.reads(DOCTOR, "Observation/of-a")).isFalse();
        assertThat(store.history(DOCTOR, "Observation")).containsExactly("of-b");
        assertThat(store.seen(OTHER, "Observation")).containsExactly("of-a", "of-b");
        store.consent("c", "'type':'deny'," + ConsentStore.actor("Organization/clinic"));
        assertThat(store.seen(DOCTOR, "Observation")).containsExactly("of-b");
        assertThat(store.seen(OTHER, "Observation")).containsExactly("of-a", "of-b");
    }

    @Test
    void a_denial_to_everybody_leaves_the_patients_own() {
        store.consent("c", "'type':'deny'");
        assertThat(store.seen(DOCTOR, "Observation")).containsExactly("of-b");
        assertThat(store.seen(OTHER, "Observation")).containsExactly("of-b");
        assertThat(store.seen(ConsentStore.caller(9, "patient", "Patient/a"), "Observation"))
                .containsExactly("of-a");
        assertThat(store.seen(store.store.operator, "Observation")).containsExactly("of-a", "of-b");
    }

    @Test
    void it_holds_while_it_is_active_and_during_its_period() {
        store.consent("c", "'type':'deny','period':{'start':'2026-05-01','end':'2026-05-02'}");
        assertThat(store.seen(DOCTOR, "Observation")).containsExactly("of-b");
        store.store.clock.pass(Duration.ofDays(2));
        assertThat(store.seen(DOCTOR, "Observation")).containsExactly("of-a", "of-b");
        store.consent("c", "'type':'deny'");
        assertThat(store.seen(DOCTOR, "Observation")).containsExactly("of-b");
        store.put(store.store.operator, "Consent/c", ConsentStore.json("c", "inactive", "'type':'deny'"));
        assertThat(store.seen(DOCTOR, "Observation")).containsExactly("of-a", "of-b");
        store.consent("c", "'type':'deny'");
        store.store.delete("Consent/c");
        assertThat(store.seen(DOCTOR, "Observation")).containsExactly("of-a", "of-b");
    }

    @Test
    void classes_and_single_records_are_closed_alone() {
        store.consent(
                "c", "'type':'deny','class':[{'system':'http://hl7.org/fhir/resource-types','code':'Observation'}]");
        assertThat(store.seen(DOCTOR, "Patient")).containsExactly("a", "b");
        assertThat(store.seen(DOCTOR, "Observation")).containsExactly("of-b");
        store.consent("c", "'type':'deny','data':[{'meaning':'instance','reference':{'reference':'Condition/use'}}]");
        assertThat(store.seen(DOCTOR, "Observation")).containsExactly("of-a", "of-b");
        assertThat(store.seen(DOCTOR, "Condition")).containsExactly("plain");
    }

    @Test
    void purposes_that_are_not_stated_count_as_any() {
        store.consent("c", "'type':'deny'," + ConsentStore.purpose("HRESCH"));
        assertThat(store.seen(DOCTOR, "Observation")).containsExactly("of-b");
        assertThat(store.seen(DOCTOR.on(new Purpose("TREAT")), "Observation")).containsExactly("of-a", "of-b");
        assertThat(store.seen(DOCTOR.on(new Purpose("CLINTRCH")), "Observation"))
                .as("narrower than research")
                .containsExactly("of-b");
    }

    @Test
    void what_cannot_be_decided_closes_more() {
        for (var narrowing : List.of(
                "'code':[{'text':'something'}]",
                "'dataPeriod':{'end':'2000-01-01'}",
                "'purpose':[{'system':'urn:example:other','code':'x'}]",
                "'class':[{'system':'urn:example:other','code':'x'}]",
                "'securityLabel':[{'system':'urn:example:labels','code':'nobody-knows-it'}]",
                "'data':[{'meaning':'related','reference':{'reference':'Condition/use'}}]",
                "'actor':[{'role':{'text':'x'},'reference':{'display':'Doctor who?'}}]")) {
            store.consent("c", "'type':'deny'," + narrowing);
            assertThat(store.seen(DOCTOR, "Observation")).as(narrowing).containsExactly("of-b");
        }
    }

    @Test
    void exceptions_are_left_open_and_denials_in_them_are_not() {
        store.consent(
                "c",
                "'type':'deny','provision':[{'type':'permit'," + ConsentStore.actor("Practitioner/dr")
                        + ",'provision':[{'type':'deny','class':[{'system':'http://hl7.org/fhir/resource-types','code':'Condition'}]}]}]");
        assertThat(store.seen(DOCTOR, "Observation")).containsExactly("of-a", "of-b");
        assertThat(store.seen(OTHER, "Observation")).containsExactly("of-b");
        assertThat(store.seen(DOCTOR, "Condition")).isEmpty();
    }

    @Test
    void a_patient_who_opts_out_is_taken_at_their_word() {
        var optOut = ConsentStore.json("c", "active", "")
                .replace("'OPTIN'".replace('\'', '"'), "'OPTOUT'".replace('\'', '"'));
        store.put(store.store.operator, "Consent/c", optOut);
        assertThat(store.seen(DOCTOR, "Observation")).containsExactly("of-b");
    }

    @Test
    void a_withdrawal_counts_between_two_pages_and_so_does_a_denial() {
        store.consent("c", "'type':'deny'");
        var page = store.page(DOCTOR, "Observation?_count=1&_sort=-_id", null);
        store.store.delete("Consent/c");
        assertThat(page.matches()).hasSize(1);
        var all = store.page(DOCTOR, "Observation?_count=1&_sort=-_id", null);
        store.consent("c", "'type':'deny'," + ConsentStore.actor("Practitioner/dr"));
        assertThat(store.page(DOCTOR, "Observation?_count=1&_sort=-_id", all.next())
                        .matches())
                .isEmpty();
    }

    @Test
    void who_is_closed_out_changes_nothing_about_it() {
        store.consent("c", "'type':'deny'," + ConsentStore.actor("Practitioner/dr"));
        assertThatThrownBy(() -> store.put(DOCTOR, "Consent/c", ConsentStore.json("c", "inactive", "'type':'deny'")))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> store.delete(DOCTOR, "Consent/c")).isInstanceOf(Refused.class);
        assertThatThrownBy(() ->
                        store.patch(DOCTOR, "Consent/c", "[{'op':'replace','path':'/status','value':'inactive'}]"))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> store.transaction(DOCTOR, "{'request':{'method':'DELETE','url':'Consent/c'}}"))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> store.transaction(
                        DOCTOR,
                        "{'request':{'method':'PUT','url':'Consent/c'},'resource':"
                                + ConsentStore.json("c", "inactive", "'type':'deny'") + "}"))
                .isInstanceOf(Refused.class);
        assertThat(store.seen(DOCTOR, "Observation")).containsExactly("of-b");
        assertThatCode(() -> store.delete(OTHER, "Consent/c")).doesNotThrowAnyException();
        assertThat(store.seen(DOCTOR, "Observation")).containsExactly("of-a", "of-b");
    }

    @Test
    void the_patient_and_who_may_assign_change_what_closes_them_out() {
        store.consent("c", "'type':'deny'");
        var patient = ConsentStore.caller(9, "patient", "Patient/a");
        store.put(patient, "Consent/c", ConsentStore.json("c", "inactive", "'type':'deny'"));
        assertThat(store.seen(DOCTOR, "Observation")).containsExactly("of-a", "of-b");
        store.consent("c", "'type':'deny'");
        store.delete(ConsentStore.caller(9, "desk"), "Consent/c");
        assertThat(store.seen(DOCTOR, "Observation")).containsExactly("of-a", "of-b");
    }

    @Test
    void what_is_closed_is_not_written() {
        store.consent("c", "'type':'deny'," + ConsentStore.actor("Practitioner/dr"));
        assertThatThrownBy(() -> store.put(DOCTOR, "Observation/of-a", ConsentStore.observation("of-a", "a")))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> store.put(DOCTOR, "Observation/of-b", ConsentStore.observation("of-b", "a")))
                .isInstanceOf(Refused.class);
        assertThatCode(() -> store.put(DOCTOR, "Observation/of-b", ConsentStore.observation("of-b", "b")))
                .doesNotThrowAnyException();
    }

    @Test
    void an_emergency_opens_what_a_denial_closes_and_no_label() {
        var rescuer = ConsentStore.caller(12, "rescuer", "Practitioner/dr");
        store.consent("c", "'type':'deny'");
        assertThat(store.seen(rescuer, "Observation")).isEmpty();
        store.breakGlass(12, "Patient/a");
        assertThat(store.seen(rescuer, "Observation")).containsExactly("of-a");
        assertThat(store.seen(rescuer, "Condition")).containsExactly("plain");
    }

    @Test
    void what_is_denied_to_everybody_is_not_released_either() {
        var officer = ConsentStore.caller(13, "security-officer");
        var purpose = new Purpose("PUBHLTH");
        store.consent("c", "'type':'deny'," + ConsentStore.purpose("HRESCH"));
        assertThat(store.released(officer.on(purpose), "Observation")).containsExactly("of-a", "of-b");
        assertThat(store.released(officer, "Observation")).containsExactly("of-b");
        store.consent("c", "'type':'deny'");
        assertThat(store.released(officer.on(purpose), "Observation")).containsExactly("of-b");
    }
}
