package io.carekeep.store.find;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Gate;
import io.carekeep.access.Group;
import io.carekeep.access.Scopes;
import io.carekeep.access.policy.Criteria;
import io.carekeep.access.policy.RulePolicy;
import io.carekeep.access.policy.RulesText;
import io.carekeep.base.Refused;
import io.carekeep.store.ReadResult;
import io.carekeep.store.TestStore;
import io.carekeep.store.Version;
import io.carekeep.testkit.Trials;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The scopes of a token narrow what is found, read and written, and open nothing.
final class ScopesTest {

    private static final String RULES = """
            groups: {clinician: treats, clerk: writes, patient: is treated, wide: works}
            rules:
            - {name: a, groups: [clinician], types: all, interactions: [view, change]}
            - {name: b, groups: [clinician], types: all, interactions: [view, change], effect: forbid,
               where: '_tag=secret'}
            - {name: c, groups: [clerk], types: [Patient], interactions: [view, change], hide: [Patient.birthDate]}
            - {name: d, groups: [clerk], types: [Patient], interactions: [view], where: 'gender=male'}
            - {name: e, groups: [clerk], types: [Observation], interactions: [search], where: 'status=final'}
            - {name: f, groups: [patient], types: all, interactions: [view], patients: self}
            """;
    private static final List<String> WHOSE = List.of("patient", "user", "system");
    private static final List<String> TYPES = List.of("*", "Patient", "Observation");
    private static final List<String> RIGHTS = List.of("read", "write", "*", "r", "s", "rs", "cud", "cruds");
    private static final List<String> QUERIES = List.of("", "", "?_id=a,c,of-b", "?_tag=secret", "?_tag:not=secret");

    private static TestStore store;
    private static Gate gate;

    @BeforeAll
    static void open() {
        store = new TestStore();
        gate = store.gate(new RulePolicy(RulesText.read(RULES), new Criteria(store.searches), () -> LocalDateTime.MAX));
        int at = 0;
        for (var id : List.of("a", "b", "c", "d")) {
            var tag = at % 2 == 0 ? "" : "\"meta\":{\"tag\":[{\"code\":\"secret\"}]},";
            store.put("Patient/" + id, """
                    {"resourceType":"Patient","id":"%s",%s"gender":"%s","birthDate":"1980-01-0%d"}""".formatted(id, tag, at < 2 ? "male" : "female", at + 1));
            store.put("Observation/of-" + id, observation("of-" + id, tag, at % 3 == 0 ? "final" : "amended", id));
            at++;
        }
    }

    @AfterAll
    static void close() {
        store.close();
    }

    private static String observation(String id, String more, String status, String patient) {
        return """
                {"resourceType":"Observation","id":"%s",%s"status":"%s","code":{"text":"test"},
                 "subject":{"reference":"Patient/%s"}}""".formatted(id, more, status, patient);
    }

    private static Caller caller(String group, String... fhirUser) {
        return new Caller(7, Caller.Kind.PERSON, Set.of(new Group(group)), List.of(fhirUser));
    }

    private static Caller scoped(Caller caller, String scopes) {
        return caller.within(Scopes.parse(scopes));
    }

    private static Set<String> found(Caller caller, String url) {
        try {
            return store.search(gate, caller, url, null).matches().stream()
                    .map(Version::id)
                    .collect(Collectors.toSet());
        } catch (Refused _) {
            return Set.of();
        }
    }

    private static boolean reads(Caller caller, String address) {
        var key = TestStore.key(address);
        try {
            return gate.pass(
                            caller,
                            Action.read(key.type()),
                            permit -> store.finding.store().read(permit, key))
                    instanceof ReadResult.Found;
        } catch (Refused _) {
            return false;
        }
    }

    private static void writes(Caller caller, String id, String status, String patient) {
        var key = TestStore.key("Observation/" + id);
        var doc = store.parse(observation(id, "", status, patient));
        gate.pass(
                caller,
                Action.update(key.type()),
                permit -> store.writer.update(permit, key, doc, OptionalInt.empty()));
    }

    @Test
    void a_clinicians_searches_and_reads_are_narrowed_by_scopes_of_both_versions() {
        var clinician = caller("clinician");
        assertThat(found(clinician, "Observation")).containsExactlyInAnyOrder("of-a", "of-c");
        for (var whole : List.of("user/Observation.read", "user/*.rs", "system/*.*")) {
            assertThat(found(scoped(clinician, whole), "Observation")).containsExactlyInAnyOrder("of-a", "of-c");
        }
        var some = scoped(clinician, "user/Observation.rs?status=final");
        assertThat(found(some, "Observation")).containsExactly("of-a");
        assertThat(reads(some, "Observation/of-a")).isTrue();
        assertThat(reads(some, "Observation/of-c")).isFalse();
        assertThat(reads(some, "Patient/a")).isFalse();
        assertThat(found(some, "Observation?subject:Patient.gender=male")).isEmpty();
        assertThat(found(
                        scoped(clinician, "user/Observation.s user/Patient.s"),
                        "Observation?subject:Patient.gender=male"))
                .containsExactly("of-a");
        assertThat(found(scoped(clinician, "user/Observation.r"), "Observation"))
                .isEmpty();
        assertThat(reads(scoped(clinician, "user/Observation.s"), "Observation/of-a"))
                .isFalse();
    }

    @Test
    void writes_are_narrowed_as_the_record_is_and_as_it_would_become() {
        var clinician = caller("clinician");
        store.put("Observation/w", observation("w", "", "final", "c"));
        assertThatCode(() -> writes(clinician, "w", "final", "c")).doesNotThrowAnyException();
        var scope = "user/Patient.rs user/Observation.rus?status=final";
        assertThatCode(() -> writes(scoped(clinician, scope), "w", "final", "c"))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> writes(scoped(clinician, scope), "w", "amended", "c"))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> writes(scoped(clinician, scope), "of-c", "final", "c"))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> writes(scoped(clinician, "user/*.read"), "w", "final", "c"))
                .isInstanceOf(Refused.class);
        store.delete("Observation/w");
    }

    @Test
    void a_patients_scope_opens_their_own_records_and_none_to_who_is_no_patient() {
        var patient = scoped(caller("patient", "Patient/a"), "patient/*.rs");
        assertThat(found(patient, "Observation")).containsExactly("of-a");
        var clinician = caller("clinician", "Practitioner/p", "Patient/c");
        assertThat(found(scoped(clinician, "patient/*.rs"), "Observation")).containsExactly("of-c");
        assertThat(reads(scoped(clinician, "patient/*.rs"), "Observation/of-a")).isFalse();
        var nobody = scoped(caller("clinician"), "patient/*.cruds");
        assertThat(found(nobody, "Observation")).isEmpty();
        assertThat(reads(nobody, "Patient/a")).isFalse();
    }

    @Test
    void a_scope_finds_nothing_by_what_is_hidden() {
        var clerk = caller("clerk");
        assertThat(found(clerk, "Patient")).hasSize(4);
        assertThat(found(scoped(clerk, "user/Patient.rs"), "Patient")).hasSize(4);
        assertThat(found(scoped(clerk, "user/Patient.rs?birthdate=1980-01-01"), "Patient"))
                .containsExactly("a");
        assertThat(found(scoped(clerk, "user/Patient.rs?birthdate=1980-01-03"), "Patient"))
                .isEmpty();
        assertThat(reads(scoped(clerk, "user/Patient.rs?birthdate=1980-01-03"), "Patient/c"))
                .isFalse();
        var key = TestStore.key("Patient/c");
        var masked = gate.pass(
                scoped(clerk, "user/*.read"),
                Action.read(key.type()),
                permit -> store.finding.store().read(permit, key));
        assertThat(TestStore.json(((ReadResult.Found) masked).version()))
                .contains("SUBSETTED")
                .doesNotContain("1980");
    }

    private static <T> T one(Random random, List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    private static String scope(Random random) {
        var scope = one(random, WHOSE) + "/" + one(random, TYPES) + "." + one(random, RIGHTS);
        return scope.matches(".*\\.(read|write|\\*)") ? scope : scope + one(random, QUERIES);
    }

    @Test
    void no_scope_opens_what_the_policy_closes() {
        var callers = List.of(
                caller("clinician", "Patient/b"),
                caller("clerk"),
                caller("clerk", "Patient/a"),
                caller("patient", "Patient/a", "Patient/d"),
                caller("administrator"),
                store.operator);
        Trials.of(150, random -> {
            var caller = one(random, callers);
            var scopes = new ArrayList<String>();
            for (int count = random.nextInt(4); count >= 0; count--) {
                scopes.add(scope(random));
            }
            var narrowed = scoped(caller, String.join(" ", scopes));
            for (var type : List.of("Patient", "Observation")) {
                assertThat(found(caller, type)).as(scopes.toString()).containsAll(found(narrowed, type));
                var address = type + (type.equals("Patient") ? "/" : "/of-") + one(random, List.of("a", "b", "c", "d"));
                assertThat(reads(caller, address) || !reads(narrowed, address))
                        .as(scopes + " " + address)
                        .isTrue();
            }
        });
    }

    @Test
    void a_type_that_no_scope_names_is_denied() {
        assertThatThrownBy(() -> store.search(gate, scoped(store.operator, "system/Patient.rs"), "Condition", null))
                .isInstanceOf(Refused.class);
    }
}
