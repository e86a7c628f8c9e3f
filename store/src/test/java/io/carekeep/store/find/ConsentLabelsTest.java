package io.carekeep.store.find;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.access.Caller;
import io.carekeep.access.Purpose;
import io.carekeep.testkit.Safeguard;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A label that is closed by default is opened by a consent, to whom it names and to nobody else.
@Safeguard({"164.508(a)(2)", "164.522(a)(1)", "164.312(a)(1)"})
final class ConsentLabelsTest {

    private static final Caller DOCTOR = ConsentStore.caller(7, "doctor", "Practitioner/dr", "Organization/clinic");
    private static final Caller OTHER = ConsentStore.caller(8, "doctor", "Practitioner/other");
    private static final String TO_DOCTOR = "'type':'permit'," + ConsentStore.actor("Practitioner/dr");
    private static final String USE = ConsentStore.label("ETH");

    private ConsentStore store;

    @BeforeEach
    void open() {
        store = new ConsentStore();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private boolean opened(Caller caller) {
        return store.seen(caller, "Condition").contains("use");
    }

    @Test
    void a_permission_opens_a_label_to_one_and_ends_at_once() {
        assertThat(opened(DOCTOR)).isFalse();
        store.consent("c", TO_DOCTOR + "," + USE);
        assertThat(store.seen(DOCTOR, "Condition")).containsExactly("plain", "use");
        assertThat(store.seen(DOCTOR, "Patient?_has:Condition:subject:code=F10.2"))
                .containsExactly("a");
        assertThat(store.history(DOCTOR, "Condition")).containsExactly("plain", "use");
        assertThat(opened(OTHER)).isFalse();
        var page = store.page(DOCTOR, "Condition?_count=1", null);
        assertThat(page.matches()).hasSize(1);
        store.store.delete("Consent/c");
        assertThat(store.page(DOCTOR, "Condition?_count=1", page.next()).matches())
                .isEmpty();
    }

    @Test
    void it_opens_what_it_names_and_to_whom_only() {
        for (var nothing : List.of(
                TO_DOCTOR,
                "'type':'permit'," + USE,
                TO_DOCTOR + "," + ConsentStore.label("NOTES"),
                TO_DOCTOR + "," + USE + ",'code':[{'text':'something'}]",
                TO_DOCTOR + "," + USE + ",'dataPeriod':{'end':'2000-01-01'}",
                TO_DOCTOR + "," + USE + ",'period':{'end':'2026-04-30'}",
                TO_DOCTOR + "," + USE + ",'action':[{'coding':[{'code':'disclose'}]}]",
                TO_DOCTOR + "," + USE + ",'purpose':[{'system':'urn:example:other','code':'x'}]",
                TO_DOCTOR + "," + USE
                        + ",'class':[{'system':'http://hl7.org/fhir/resource-types','code':'Observation'}]",
                TO_DOCTOR.replace("PRCP", "AUT") + "," + USE)) {
            store.consent("c", nothing);
            assertThat(opened(DOCTOR)).as(nothing).isFalse();
        }
        for (var something : List.of(
                TO_DOCTOR + "," + USE + ",'action':[{'coding':[{'code':'access'}]}]",
                TO_DOCTOR + "," + USE + ",'data':[{'meaning':'instance','reference':{'reference':'Condition/use'}}]",
                TO_DOCTOR.replace("Practitioner/dr", "Organization/clinic") + "," + USE,
                "'provision':[{" + TO_DOCTOR + "," + USE + "}]")) {
            store.consent("c", something);
            assertThat(opened(DOCTOR)).as(something).isTrue();
            assertThat(opened(OTHER)).as(something).isFalse();
        }
    }

    @Test
    void it_opens_for_the_purposes_that_it_names() {
        store.consent("c", TO_DOCTOR + "," + USE + "," + ConsentStore.purpose("TREAT"));
        assertThat(opened(DOCTOR)).isFalse();
        assertThat(opened(DOCTOR.on(new Purpose("TREAT")))).isTrue();
        assertThat(opened(DOCTOR.on(new Purpose("HRESCH")))).isFalse();
    }

    @Test
    void it_admits_nobody_whom_no_rule_admits() {
        store.consent("c", TO_DOCTOR + "," + USE);
        var desk = ConsentStore.caller(10, "rescuer", "Practitioner/dr");
        assertThat(store.seen(desk, "Condition")).isEmpty();
        store.consent(
                "d", "'type':'deny','class':[{'system':'http://hl7.org/fhir/resource-types','code':'Condition'}]");
        assertThat(opened(DOCTOR)).as("a denial is stronger").isFalse();
    }

    @Test
    void a_denial_may_speak_of_a_label() {
        store.consent("c", TO_DOCTOR + "," + USE);
        store.consent("d", "'type':'deny'," + USE);
        assertThat(store.seen(DOCTOR, "Condition")).containsExactly("plain");
        store.consent("d", "'type':'deny'," + USE + ",'provision':[{" + TO_DOCTOR + "," + USE + "}]");
        store.store.delete("Consent/c");
        assertThat(store.seen(DOCTOR, "Condition"))
                .as("excepted, and opened by it")
                .containsExactly("plain", "use");
        assertThat(opened(OTHER)).isFalse();
    }

    @Test
    void nobody_opens_anything_to_themselves() {
        var mine = ConsentStore.json("c", "active", TO_DOCTOR + "," + USE);
        store.create(DOCTOR, "Consent", mine);
        store.transaction(DOCTOR, "{'request':{'method':'PUT','url':'Consent/c'},'resource':" + mine + "}");
        store.transaction(DOCTOR, "{'request':{'method':'POST','url':'Consent'},'resource':" + mine + "}");
        assertThat(opened(DOCTOR)).isFalse();
        store.put(DOCTOR, "Consent/c", mine);
        assertThat(opened(DOCTOR)).isFalse();
        store.patch(DOCTOR, "Consent/c", "[{'op':'add','path':'/dateTime','value':'2026-05-01'}]");
        assertThat(opened(DOCTOR)).isFalse();
        assertThat(opened(ConsentStore.caller(11, "doctor", "Practitioner/dr")))
                .as("somebody else's account is opened to")
                .isTrue();
        store.put(ConsentStore.caller(7, "desk"), "Consent/c", mine);
        assertThat(opened(DOCTOR)).as("it stays their word").isFalse();
        store.store.delete("Consent/c");
        store.put(ConsentStore.caller(7, "desk"), "Consent/c", mine);
        assertThat(opened(DOCTOR)).as("whatever a rule lets them assign").isFalse();
    }

    @Test
    void nobody_makes_longer_what_was_opened_to_them() {
        store.consent("c", TO_DOCTOR + "," + USE + ",'period':{'end':'2026-05-02'}");
        assertThat(opened(DOCTOR)).isTrue();
        store.patch(DOCTOR, "Consent/c", "[{'op':'add','path':'/dateTime','value':'2026-05-01'}]");
        assertThat(opened(DOCTOR)).isTrue();
        store.patch(DOCTOR, "Consent/c", "[{'op':'remove','path':'/provision/period'}]");
        store.store.clock.pass(Duration.ofDays(2));
        assertThat(opened(DOCTOR)).isFalse();
    }

    @Test
    void no_exception_is_made_for_oneself() {
        store.consent("c", "'type':'deny'");
        var exception = "'type':'deny','provision':[{" + TO_DOCTOR + "}]";
        store.put(
                ConsentStore.caller(7, "patient", "Patient/a"),
                "Consent/c",
                ConsentStore.json("c", "active", exception));
        assertThat(store.seen(DOCTOR, "Observation")).as("by the same account").containsExactly("of-b");
        store.consent("c", "'type':'deny'");
        store.consent("c", exception);
        assertThat(store.seen(DOCTOR, "Observation")).containsExactly("of-a", "of-b");
    }
}
