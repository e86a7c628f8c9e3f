package io.carekeep.store.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Decision;
import io.carekeep.access.FixedPolicy;
import io.carekeep.access.Gate;
import io.carekeep.access.Group;
import io.carekeep.access.Interaction;
import io.carekeep.access.Label;
import io.carekeep.access.Policy;
import io.carekeep.access.Restriction;
import io.carekeep.access.Trail;
import io.carekeep.access.Trails;
import io.carekeep.access.policy.Criteria;
import io.carekeep.access.policy.RulePolicy;
import io.carekeep.access.policy.RulesText;
import io.carekeep.fhir.ResourceType;
import io.carekeep.store.TestStore;
import io.carekeep.store.Version;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// Records that were written before rules that label them, and the rules.
final class LabelScene implements AutoCloseable {

    static final String NO_LABELS = """
            groups: {doctor: treats, addiction: treats addictions}
            rules:
            - {name: a, groups: [doctor, addiction], types: all, interactions: [view, change]}
            """;
    static final String LABELS = """
            groups: {doctor: treats, addiction: treats addictions}
            labels:
              substance-use: {coding: 'urn:example:labels|ETH', codes: ['urn:example:icd|F10*', 'urn:example:sct|1']}
              hiv: {coding: 'urn:example:labels|HIV', codes: ['urn:example:icd|B20']}
              restricted: {coding: 'urn:example:labels|R'}
            rules:
            - {name: a, groups: [doctor], types: all, interactions: [view, change]}
            - {name: b, groups: [addiction], types: all, interactions: [view, change], opens: [substance-use, hiv]}
            """;
    static final Caller DOCTOR = caller("doctor");
    static final Caller ADDICTION = caller("addiction");

    final Switched policy = new Switched();
    final TestStore store;
    final Gate gate;

    LabelScene() {
        store = new TestStore();
        gate = store.gate(policy);
        policy.is(store, NO_LABELS);
    }

    @Override
    public void close() {
        store.close();
    }

    /// The policy in force, whichever that is.
    static final class Switched implements Policy {

        volatile Policy now = new FixedPolicy(Map.of(), new Restriction.Nothing());

        void is(TestStore at, String rules) {
            now = new RulePolicy(RulesText.read(rules), new Criteria(at.searches), () -> LocalDateTime.MAX);
        }

        @Override
        public Set<Group> groups() {
            return now.groups();
        }

        @Override
        public List<Label> labels() {
            return now.labels();
        }

        @Override
        public Decision decide(Caller caller, Action action) {
            return now.decide(caller, action);
        }

        @Override
        public Restriction restriction(Caller caller, Interaction way, ResourceType type) {
            return now.restriction(caller, way, type);
        }
    }

    /// Stops when so many batches are done, as a crash would: nothing after is carried out.
    Policy cutting(AtomicInteger left) {
        var uncut = policy.now;
        return new Policy() {

            @Override
            public Set<Group> groups() {
                return uncut.groups();
            }

            @Override
            public List<Label> labels() {
                return uncut.labels();
            }

            @Override
            public Decision decide(Caller caller, Action action) {
                if (action.interaction() == Interaction.RELABEL && left.getAndDecrement() == 0) {
                    throw new Changing.Crash();
                }
                return uncut.decide(caller, action);
            }

            @Override
            public Restriction restriction(Caller caller, Interaction way, ResourceType type) {
                return uncut.restriction(caller, way, type);
            }
        };
    }

    private static Caller caller(String group) {
        return new Caller(7, Caller.Kind.PERSON, Set.of(new Group(group)));
    }

    Relabel relabel() {
        return relabel(gate);
    }

    // Few records at a time, so that there is much to cut.
    Relabel relabel(Gate through) {
        var database = store.database.database();
        return new Relabel(store.store, database, store.parser, policy, through, Pace.FREE, Duration.ofMillis(50), 3);
    }

    static String condition(String id, String... codes) {
        var codings = new ArrayList<String>();
        for (var code : codes) {
            codings.add("{\"system\":\"urn:example:icd\",\"code\":\"" + code + "\"}");
        }
        return """
                {"resourceType":"Condition","id":"%s","subject":{"reference":"Patient/p"},\
                "code":{"coding":[%s]}}""".formatted(id, String.join(",", codings));
    }

    void write(String id, String... codes) {
        put(gate, "Condition/" + id, condition(id, codes));
    }

    void put(Gate through, String address, String json) {
        put(through, address, json, () -> {});
    }

    void put(Gate through, String address, String json, Runnable before) {
        var key = TestStore.key(address);
        through.pass(store.operator, Action.update(key.type()), permit -> {
            var written = store.writer.update(permit, key, store.parse(json), OptionalInt.empty());
            before.run();
            return written;
        });
    }

    void fill() {
        put(gate, "Patient/p", "{\"resourceType\":\"Patient\",\"id\":\"p\"}");
        write("plain", "A10");
        write("use", "F10.2");
        write("both", "F10.1", "B20");
        write("gone", "F10.3");
        store.delete("Condition/gone");
        for (int each = 0; each < 8; each++) {
            write("more" + each, each % 2 == 0 ? "F10." + each : "C" + each);
        }
    }

    List<String> found(Caller caller) {
        return store.search(gate, caller, "Condition?_count=100", null).matches().stream()
                .map(Version::id)
                .sorted()
                .toList();
    }

    List<String> rows(String statement) {
        return store.database
                .database()
                .sql()
                .sql(statement)
                .query((row, _) -> row.getString(1))
                .list();
    }

    List<String> versions() {
        return rows("select number || ' ' || version from store.current order by number");
    }

    int entries() {
        var count = new AtomicInteger();
        new Trails(store.log).changes(0, 1_000, line -> {
            if (line instanceof Trail.Line.Changed) {
                count.incrementAndGet();
            }
        });
        return count.get();
    }

    void isLabelled() {
        assertThat(found(DOCTOR)).containsExactly("more1", "more3", "more5", "more7", "plain");
        assertThat(found(ADDICTION)).hasSize(11);
        assertThat(relabel().progress())
                .isEqualTo(new Labelled(false, 13, 13, 6, Map.of("substance-use", 6L, "hiv", 1L)));
        assertThat(relabel().due()).isFalse();
        assertThat(rows("select count(*) from store.version")).containsExactly("7");
        assertThat(Changing.scrub(store).flaws()).isEmpty();
    }
}
