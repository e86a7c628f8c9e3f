package io.carekeep.store.find;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import io.carekeep.store.TestStore;
import io.carekeep.store.Version;
import io.carekeep.testkit.Safeguard;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// By the policy that is shipped the front desk writes down what patients say of their records, and gains nothing by
/// it.
@Safeguard({"164.522(a)(1)", "164.308(a)(4)(ii)(B)"})
final class FrontDeskConsentTest {

    private static final Caller DESK = ConsentStore.caller(20, "front-desk", "Practitioner/desk");
    private static final Caller COLLEAGUE = ConsentStore.caller(21, "front-desk", "Practitioner/desk");
    private static final String PERMIT =
            "'type':'permit'," + ConsentStore.actor("Practitioner/desk") + "," + ConsentStore.label("ETH");

    private TestStore store;

    @BeforeEach
    void open() {
        store = new TestStore();
        store.put("Patient/a", "{\"resourceType\":\"Patient\",\"id\":\"a\"}");
        store.put("Appointment/x", """
                {"resourceType":"Appointment","id":"x","status":"proposed","meta":{"security":[
                {"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"ETH"}]},
                "participant":[{"status":"accepted","actor":{"reference":"Patient/a"}}]}""");
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static String consent(String status, String provision) {
        return ConsentStore.json("c", status, provision)
                .replace("urn:example:labels", "http://terminology.hl7.org/CodeSystem/v3-ActCode");
    }

    private void writes(Caller caller, String json) {
        var key = TestStore.key("Consent/c");
        store.gate.pass(
                caller,
                Action.update(key.type()),
                permit -> store.writer.update(permit, key, store.parse(json), OptionalInt.empty()));
    }

    private void creates(Caller caller, String json) {
        var type = ResourceType.of("Consent").orElseThrow();
        store.gate.pass(
                caller, Action.create(type), permit -> store.writer.create(permit, type, store.parse(json), List.of()));
    }

    private List<String> seen(Caller caller, String type) {
        return store.search(store.gate, caller, type, null).matches().stream()
                .map(Version::id)
                .toList();
    }

    @Test
    void it_takes_a_denial_to_everybody_back() {
        assertThat(seen(DESK, "Patient")).containsExactly("a");
        store.put("Consent/c", consent("active", "'type':'deny'"));
        assertThat(seen(DESK, "Patient")).isEmpty();
        writes(DESK, consent("inactive", "'type':'deny'"));
        assertThat(seen(DESK, "Patient")).containsExactly("a");
    }

    @Test
    void not_one_that_names_who_would() {
        store.put("Consent/c", consent("active", "'type':'deny'," + ConsentStore.actor("Practitioner/desk")));
        assertThatThrownBy(() -> writes(DESK, consent("inactive", "'type':'deny'")))
                .isInstanceOf(Refused.class);
        assertThat(seen(DESK, "Patient")).isEmpty();
    }

    @Test
    void it_opens_nothing_to_itself() {
        assertThat(seen(DESK, "Appointment")).isEmpty();
        creates(DESK, consent("active", PERMIT));
        assertThat(seen(DESK, "Appointment")).isEmpty();
        assertThat(seen(COLLEAGUE, "Appointment")).as("by somebody else's word").containsExactly("x");
        store.put("Consent/c", consent("inactive", PERMIT));
        writes(DESK, consent("active", PERMIT));
        assertThat(seen(DESK, "Appointment")).isEmpty();
    }

    @Test
    void it_excepts_itself_from_no_denial() {
        store.put("Consent/c", consent("active", "'type':'deny'"));
        writes(
                DESK,
                consent(
                        "active",
                        "'type':'deny','provision':[{'type':'permit'," + ConsentStore.actor("Practitioner/desk")
                                + "}]"));
        assertThat(seen(DESK, "Patient")).isEmpty();
        assertThat(seen(COLLEAGUE, "Patient")).containsExactly("a");
    }
}
