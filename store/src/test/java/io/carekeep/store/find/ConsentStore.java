package io.carekeep.store.find;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Gate;
import io.carekeep.access.Group;
import io.carekeep.access.Interaction;
import io.carekeep.access.policy.Criteria;
import io.carekeep.access.policy.RulePolicy;
import io.carekeep.access.policy.RulesText;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.patch.JsonPatch;
import io.carekeep.fhir.search.SearchParser;
import io.carekeep.store.ReadResult;
import io.carekeep.store.TestStore;
import io.carekeep.store.Version;
import io.carekeep.store.write.Return;
import java.time.LocalDateTime;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Two patients, `a` and `b`, some records of theirs, and rules that open them, for tests of consents. It is the first
/// of May, ten o'clock.
final class ConsentStore implements AutoCloseable {

    private static final String RULES = """
        groups: {doctor: treats, patient: is treated, desk: writes down, rescuer: comes in an emergency}
        labels:
          substance-use: {coding: 'urn:example:labels|ETH', codes: ['urn:example:icd|F10*']}
          notes: {coding: 'urn:example:labels|NOTES'}
        rules:
        - {name: a, groups: [doctor], types: all, interactions: [view, change]}
        - {name: b, groups: [patient], types: all, interactions: [view], patients: self, opens: [substance-use]}
        - {name: c, groups: [patient], types: [Consent], interactions: [view, change], patients: self}
        - {name: d, groups: [desk], types: [Consent], interactions: [view, change, may-assign]}
        - {name: f, groups: [doctor, desk], types: [Consent], interactions: [view, change],
           opens: [substance-use, notes]}
        - {name: e, groups: [rescuer], types: all, interactions: [view], patients: emergency}
        """;

    final TestStore store = new TestStore();
    final Gate gate =
            store.gate(new RulePolicy(RulesText.read(RULES), new Criteria(store.searches), () -> LocalDateTime.MAX));

    ConsentStore() {
        for (var id : List.of("a", "b")) {
            store.put("Patient/" + id, "{\"resourceType\":\"Patient\",\"id\":\"%s\",\"active\":true}".formatted(id));
            store.put("Observation/of-" + id, observation("of-" + id, id));
        }
        put(store.operator, "Condition/plain", condition("plain", "A10"));
        put(store.operator, "Condition/use", condition("use", "F10.2"));
    }

    static Caller caller(long account, String group, String... fhirUser) {
        return new Caller(account, Caller.Kind.PERSON, Set.of(new Group(group)), List.of(fhirUser));
    }

    static String observation(String id, String patient) {
        return """
            {"resourceType":"Observation","id":"%s","status":"final","code":{"text":"test"},
             "subject":{"reference":"Patient/%s"}}\
            """.formatted(id, patient);
    }

    private static String condition(String id, String code) {
        return """
            {"resourceType":"Condition","id":"%s","subject":{"reference":"Patient/a"},
             "code":{"coding":[{"system":"urn:example:icd","code":"%s"}]}}\
            """.formatted(id, code);
    }

    /// What names an actor in a provision.
    static String actor(String reference) {
        return "'actor':[{'role':{'coding':[{'code':'PRCP'}]},'reference':{'reference':'%s'}}]".formatted(reference);
    }

    static String purpose(String code) {
        return "'purpose':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ActReason','code':'%s'}]"
                .formatted(code);
    }

    static String label(String code) {
        return "'securityLabel':[{'system':'urn:example:labels','code':'%s'}]".formatted(code);
    }

    /// A consent of the patient `a`.
    /// @param provision its content, in single quotes
    static String json(String id, String status, String provision) {
        return json(id, "a", status, provision);
    }

    static String json(String id, String patient, String status, String provision) {
        var scope =
                "{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/consentscope','code':'patient-privacy'}]}";
        return """
            {'resourceType':'Consent','id':'%s','status':'%s','scope':%s,'category':[{'text':'privacy'}],
             'policyRule':{'coding':[{'code':'OPTIN'}]},'patient':{'reference':'Patient/%s'}%s}\
            """.formatted(id, status, scope, patient, provision.isEmpty() ? "" : ",'provision':{" + provision + "}")
                .replace('\'', '"');
    }

    /// Writes a consent of the patient `a`, as the operator.
    void consent(String id, String provision) {
        put(store.operator, "Consent/" + id, json(id, "active", provision));
    }

    void put(Caller caller, String address, String json) {
        var key = TestStore.key(address);
        gate.pass(
                caller,
                Action.update(key.type()),
                permit -> store.writer.update(permit, key, store.parse(json), OptionalInt.empty()));
    }

    void create(Caller caller, String type, String json) {
        var asked = ResourceType.of(type).orElseThrow();
        gate.pass(
                caller,
                Action.create(asked),
                permit -> store.writer.create(permit, asked, store.parse(json), List.of()));
    }

    void patch(Caller caller, String address, String patch) {
        var key = TestStore.key(address);
        gate.pass(
                caller,
                Action.patch(key.type()),
                permit -> store.writer.patch(
                        permit,
                        key,
                        stored -> JsonPatch.apply(stored, store.parse(patch.replace('\'', '"'))),
                        OptionalInt.empty()));
    }

    void delete(Caller caller, String address) {
        var key = TestStore.key(address);
        gate.pass(caller, Action.delete(key.type()), permit -> store.writer.delete(permit, key, OptionalInt.empty()));
    }

    void transaction(Caller caller, String entry) {
        var bundle = "{'resourceType':'Bundle','type':'transaction','entry':[%s]}".formatted(entry);
        gate.pass(
                caller,
                Action.transaction(),
                permit -> store.writer.transaction(permit, store.parse(bundle.replace('\'', '"')), Return.MINIMAL));
    }

    /// Opens a patient's records to an account in an emergency.
    void breakGlass(long account, String patient) {
        store.database
                .database()
                .sql()
                .sql("""
                    insert into access.emergency (account, home, low, high, reason, alarm, sealed)
                    values (:account, :home, 0, :high, 1, 1, '')\
                    """)
                .param("account", account)
                .param("home", store.store.names().find(TestStore.key(patient)).orElseThrow())
                .param("high", Long.MAX_VALUE)
                .update();
    }

    SearchPage page(Caller caller, String url, @Nullable String page) {
        return store.search(gate, caller, url, page);
    }

    List<String> seen(Caller caller, String url) {
        return page(caller, url, null).matches().stream()
                .map(Version::id)
                .sorted()
                .toList();
    }

    List<String> released(Caller caller, String type) {
        var asked = ResourceType.of(type).orElseThrow();
        var query = store.searches.parse(asked, List.of(), SearchParser.Handling.STRICT);
        var action = new Action(Interaction.RELEASE_DATA, asked);
        return gate
                .pass(caller, action, permit -> store.finding.search().search(permit, query, null))
                .matches()
                .stream()
                .map(Version::id)
                .sorted()
                .toList();
    }

    List<String> history(Caller caller, String type) {
        var asked = ResourceType.of(type).orElseThrow();
        var query = new HistoryQuery(asked, null, null, null, 50, null);
        return gate
                .pass(
                        caller,
                        Action.history(asked),
                        permit -> store.finding.store().history(permit, query))
                .versions()
                .stream()
                .map(Version::id)
                .sorted()
                .toList();
    }

    boolean reads(Caller caller, String address) {
        var key = TestStore.key(address);
        return gate.pass(
                        caller,
                        Action.read(key.type()),
                        permit -> store.finding.store().read(permit, key))
                instanceof ReadResult.Found;
    }

    @Override
    public void close() {
        store.close();
    }
}
