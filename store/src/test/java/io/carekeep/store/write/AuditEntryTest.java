package io.carekeep.store.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Facts;
import io.carekeep.access.Group;
import io.carekeep.access.Purpose;
import io.carekeep.access.SignIn;
import io.carekeep.audit.Entry;
import io.carekeep.audit.Handle;
import io.carekeep.audit.LogReader;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import io.carekeep.store.TestStore;
import io.carekeep.testkit.Safeguard;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the audit log says of requests, and that nobody writes into it.
@Safeguard("164.312(b)")
final class AuditEntryTest {

    private static final ResourceType PATIENT = ResourceType.of("Patient").orElseThrow();
    private static final ResourceType AUDIT_EVENT =
            ResourceType.of("AuditEvent").orElseThrow();
    private static final String EVENT = """
            {"resourceType":"AuditEvent","id":"mine","recorded":"2026-01-01T00:00:00Z","type":{"code":"rest"},
             "agent":[{"requestor":true}],"source":{"observer":{"display":"somebody"}}}""";

    private final TestStore store = new TestStore();
    private final LogReader reader = new LogReader(store.database.database().sql(), store.vault);
    private final Caller reading = new Caller(70, Caller.Kind.PERSON, Set.of(Group.OPERATOR))
            .at(InetAddress.ofLiteral("192.0.2.7"))
            .on(new Purpose("TREAT"))
            .by(new SignIn(1, Duration.ofMinutes(2)))
            .in(99);

    @AfterEach
    void close() {
        store.close();
    }

    private List<Entry> found(Handle by) {
        var entries = new ArrayList<Entry>();
        reader.each(
                LogReader.Wanted.of(by, 0, Long.MAX_VALUE), (_, entry) -> entries.add(Objects.requireNonNull(entry)));
        return entries;
    }

    private long patient(String id) {
        return store.store.names().find(TestStore.key("Patient/" + id)).orElseThrow();
    }

    @Test
    void a_read_says_how_it_was_asked_for_and_whom_it_showed() {
        store.put("Patient/one", "{\"resourceType\":\"Patient\",\"id\":\"one\"}");
        store.gate.pass(
                reading,
                Action.read(PATIENT).asked("Patient/one"),
                permit -> store.finding.store().read(permit, TestStore.key("Patient/one")));
        var entries = found(Handle.patient(patient("one")));
        assertThat(entries).hasSize(2);
        var facts = Facts.of(entries.getFirst());
        assertThat(facts.from()).hasValue(InetAddress.ofLiteral("192.0.2.7"));
        assertThat(facts.purpose()).hasValue(new Purpose("TREAT"));
        assertThat(facts.session()).hasValue(99);
        assertThat(facts.signIn()).hasValue(new SignIn(1, Duration.ofMinutes(2)));
        assertThat(facts.type()).hasValue(PATIENT);
        assertThat(facts.asked()).hasValue("Patient/one");
        assertThat(facts.seen()).containsExactly(patient("one"));
        assertThat(Facts.of(entries.getLast()).written()).containsExactly(patient("one"));
        for (var by : List.of(
                Handle.account(70),
                Handle.session(99),
                Handle.address(InetAddress.ofLiteral("192.0.2.7").getAddress()))) {
            assertThat(found(by)).hasSize(1);
        }
    }

    @Test
    void a_denial_says_what_was_asked_for() {
        var nobody = new Caller(71, Caller.Kind.PERSON, Set.of());
        assertThatThrownBy(
                        () -> store.gate.pass(nobody, Action.search(PATIENT).asked("Patient?name=nobody"), _ -> true))
                .isInstanceOf(Refused.class);
        var entry = found(Handle.account(71)).getFirst();
        assertThat(entry.outcome()).isEqualTo(Entry.Outcome.DENIED);
        assertThat(Facts.of(entry).asked()).hasValue("Patient?name=nobody");
    }

    @Test
    void what_failed_says_whom_it_was_about() {
        store.put("Patient/one", "{\"resourceType\":\"Patient\",\"id\":\"one\"}");
        assertThatThrownBy(() -> store.gate.pass(reading, Action.read(PATIENT), permit -> {
                    store.finding.store().read(permit, TestStore.key("Patient/one"));
                    throw new IllegalStateException("it breaks");
                }))
                .isInstanceOf(IllegalStateException.class);
        var entry = found(Handle.session(99)).getFirst();
        assertThat(entry.outcome()).isEqualTo(Entry.Outcome.FAILED);
        assertThat(Facts.of(entry).seen()).isEmpty();
        assertThat(Facts.of(entry).concerned()).containsExactly(patient("one"));
    }

    @Test
    void nobody_writes_an_audit_event() {
        var key = TestStore.key("AuditEvent/mine");
        var doc = store.parse(EVENT);
        for (var caller : List.of(store.operator, store.administrator)) {
            refused(
                    caller,
                    Action.create(AUDIT_EVENT),
                    () -> store.gate.pass(
                            caller,
                            Action.create(AUDIT_EVENT),
                            permit -> store.writer.create(permit, AUDIT_EVENT, doc, List.of())));
            refused(
                    caller,
                    Action.update(AUDIT_EVENT),
                    () -> store.gate.pass(
                            caller,
                            Action.update(AUDIT_EVENT),
                            permit -> store.writer.update(permit, key, doc, OptionalInt.empty())));
            refused(
                    caller,
                    Action.delete(AUDIT_EVENT),
                    () -> store.gate.pass(
                            caller,
                            Action.delete(AUDIT_EVENT),
                            permit -> store.writer.delete(permit, key, OptionalInt.empty())));
            refused(
                    caller,
                    Action.patch(AUDIT_EVENT),
                    () -> store.gate.pass(caller, Action.patch(AUDIT_EVENT), _ -> true));
        }
    }

    private void refused(Caller caller, Action action, Runnable work) {
        var refusal = catchThrowableOfType(Refused.class, work::run);
        assertThat(refusal).as("%s", action).isNotNull();
        assertThat(refusal.problem()).isInstanceOf(Problem.NoSuchInteraction.class);
        assertThat(found(Handle.account(caller.account())).getFirst().outcome()).isEqualTo(Entry.Outcome.DENIED);
    }

    @Test
    void nobody_writes_an_audit_event_in_a_transaction() {
        for (var request : List.of(
                "\"POST\",\"url\":\"AuditEvent\"", "\"PUT\",\"url\":\"AuditEvent/mine\"",
                "\"DELETE\",\"url\":\"AuditEvent/mine\"", "\"DELETE\",\"url\":\"AuditEvent?_id=mine\"")) {
            var resource = request.contains("DELETE") ? "" : "\"resource\":" + EVENT + ",";
            var bundle = """
                    {"resourceType":"Bundle","type":"transaction","entry":[
                      {"resource":{"resourceType":"Patient","active":true},
                       "request":{"method":"POST","url":"Patient"}},
                      {%s"request":{"method":%s}}]}""".formatted(resource, request);
            var refusal = catchThrowableOfType(Refused.class, () -> store.transaction(bundle));
            assertThat(refusal).as(request).isNotNull();
            assertThat(refusal.problem()).isInstanceOf(Problem.NoSuchInteraction.class);
        }
        assertThat(store.search("Patient?active=true").matches()).isEmpty();
    }
}
