package io.carekeep.store.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Decision;
import io.carekeep.access.Group;
import io.carekeep.access.Interaction;
import io.carekeep.access.Policy;
import io.carekeep.access.Restriction;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import io.carekeep.store.TestStore;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What a caller may not do alone, a transaction does not do for them.
final class TransactionPermitTest {

    /// Permits these interactions, on everything.
    private record Only(Set<Interaction> permitted) implements Policy {

        @Override
        public Set<Group> groups() {
            return Set.of();
        }

        @Override
        public Decision decide(Caller caller, Action action) {
            return permitted.contains(action.interaction())
                    ? new Decision.Permitted()
                    : new Decision.Denied("not permitted");
        }

        @Override
        public Restriction restriction(Caller caller, Interaction way, ResourceType type) {
            return new Restriction.Everything();
        }
    }

    private static TestStore store;

    @BeforeAll
    static void open() {
        store = new TestStore();
        store.put("Patient/one", "{\"resourceType\":\"Patient\",\"id\":\"one\"}");
    }

    @AfterAll
    static void close() {
        store.close();
    }

    private static List<EntryResult> asked(String url, Interaction... permitted) {
        var gate = store.gate(new Only(Set.of(permitted)));
        var bundle = store.parse("""
                {"resourceType":"Bundle","type":"transaction","entry":[{"request":{"method":"GET","url":"%s"}}]}""".formatted(url));
        return gate.pass(
                store.operator,
                Action.transaction(),
                permit -> store.writer.transaction(permit, bundle, Return.MINIMAL));
    }

    @Test
    void who_may_read_may_not_search() {
        assertThat(asked("Patient/one", Interaction.TRANSACTION, Interaction.READ))
                .hasSize(1);
        refused("Patient?_id=one", Interaction.TRANSACTION, Interaction.READ);
        refused("Patient", Interaction.TRANSACTION, Interaction.READ);
        refused("Patient/one/_history/1", Interaction.TRANSACTION, Interaction.READ);
    }

    @Test
    void who_may_search_may_not_read() {
        assertThat(asked("Patient?_id=one", Interaction.TRANSACTION, Interaction.SEARCH))
                .hasSize(1);
        refused("Patient/one", Interaction.TRANSACTION, Interaction.SEARCH);
    }

    @Test
    void who_may_read_versions_reads_one() {
        assertThat(asked("Patient/one/_history/1", Interaction.TRANSACTION, Interaction.VREAD))
                .hasSize(1);
        refused("Patient/one", Interaction.TRANSACTION, Interaction.VREAD);
    }

    @Test
    void what_may_be_read_of_each_kind_is_the_same_as_alone() {
        var none = store.gate(new NoVersions());
        var bundle = store.parse("""
                {"resourceType":"Bundle","type":"transaction",
                 "entry":[{"request":{"method":"GET","url":"Patient/one/_history/1"}}]}""");
        assertThatThrownBy(() -> none.pass(
                        store.operator,
                        Action.transaction(),
                        permit -> store.writer.transaction(permit, bundle, Return.MINIMAL)))
                .isInstanceOfSatisfying(
                        Refused.class, refusal -> assertThat(refusal.problem()).isInstanceOf(Problem.Missing.class));
    }

    /// Permits everything, on everything but old versions.
    private record NoVersions() implements Policy {

        @Override
        public Set<Group> groups() {
            return Set.of();
        }

        @Override
        public Decision decide(Caller caller, Action action) {
            return new Decision.Permitted();
        }

        @Override
        public Restriction restriction(Caller caller, Interaction way, ResourceType type) {
            return way == Interaction.VREAD ? new Restriction.Nothing() : new Restriction.Everything();
        }
    }

    private static void refused(String url, Interaction... permitted) {
        assertThatThrownBy(() -> asked(url, permitted))
                .as(url)
                .isInstanceOfSatisfying(
                        Refused.class, refusal -> assertThat(refusal.problem()).isInstanceOf(Problem.Forbidden.class));
    }
}
