package io.carekeep.store.find;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Gate;
import io.carekeep.access.Group;
import io.carekeep.access.policy.Criteria;
import io.carekeep.access.policy.Shipped;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.store.ReadResult;
import io.carekeep.store.TestStore;
import io.carekeep.store.Version;
import io.carekeep.testkit.Safeguard;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Patients see what lies in their own homes, by the rules that are shipped.
@Safeguard("164.312(a)(1)")
final class HomeRestrictionTest {

    private static final Caller ME =
            new Caller(7, Caller.Kind.PERSON, Set.of(new Group("patient")), List.of("Patient/me"));

    private static TestStore store;
    private static Gate gate;

    @BeforeAll
    static void open() {
        store = new TestStore();
        gate = store.gate(Shipped.policy(new Criteria(store.searches)));
        store.put("Practitioner/dr", "{\"resourceType\":\"Practitioner\",\"id\":\"dr\"}");
        for (var id : List.of("me", "you")) {
            store.put("Patient/" + id, "{\"resourceType\":\"Patient\",\"id\":\"%s\",\"active\":true}".formatted(id));
            store.put("Observation/of-" + id, observation("of-" + id, id, "Practitioner/dr"));
        }
        // It names me, and lies in the other's home.
        store.put("Observation/by-me", observation("by-me", "you", "Patient/me"));
        store.put("Group/both", """
                {"resourceType":"Group","id":"both","type":"person","actual":true,
                 "member":[{"entity":{"reference":"Patient/you"}},{"entity":{"reference":"Patient/me"}}]}""");
    }

    @AfterAll
    static void close() {
        store.close();
    }

    private static String observation(String id, String subject, String performer) {
        return """
                {"resourceType":"Observation","id":"%s","status":"final","code":{"text":"test"},\
                "subject":{"reference":"Patient/%s"},"performer":[{"reference":"%s"}]}""".formatted(id, subject, performer);
    }

    private static List<String> found(Caller caller, String url) {
        return store.search(gate, caller, url, null).matches().stream()
                .map(Version::id)
                .toList();
    }

    private static ReadResult read(Caller caller, String address) {
        var key = TestStore.key(address);
        return gate.pass(
                caller, Action.read(key.type()), permit -> store.finding.store().read(permit, key));
    }

    @Test
    void i_find_what_is_mine_and_nothing_else() {
        assertThat(found(ME, "Patient")).containsExactly("me");
        assertThat(found(ME, "Observation")).containsExactly("of-me");
        assertThat(found(ME, "Observation?subject=Patient/you")).isEmpty();
        assertThat(found(ME, "Observation?performer=Patient/me")).isEmpty();
        assertThat(found(ME, "Patient?_has:Observation:performer:status=final")).isEmpty();
        assertThat(found(ME, "Group")).isEmpty();
    }

    @Test
    void i_read_what_is_mine_and_the_rest_is_not_there() {
        assertThat(read(ME, "Observation/of-me")).isInstanceOf(ReadResult.Found.class);
        for (var address : List.of("Observation/of-you", "Observation/by-me", "Patient/you", "Observation/none")) {
            assertThat(read(ME, address)).as(address).isEqualTo(new ReadResult.Absent());
        }
    }

    @Test
    void i_change_nothing() {
        assertThatThrownBy(() -> gate.pass(
                        ME,
                        Action.update(TestStore.key("Patient/me").type()),
                        permit -> store.writer.update(
                                permit,
                                TestStore.key("Patient/me"),
                                store.parse("{\"resourceType\":\"Patient\",\"id\":\"me\"}"),
                                OptionalInt.empty())))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.problem()).isInstanceOf(Problem.Forbidden.class));
    }

    @Test
    void who_is_no_patient_sees_nothing() {
        var nobody = new Caller(8, Caller.Kind.PERSON, Set.of(new Group("patient")));
        assertThatThrownBy(() -> found(nobody, "Patient")).isInstanceOf(Refused.class);
    }
}
