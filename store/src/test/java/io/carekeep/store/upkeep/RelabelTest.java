package io.carekeep.store.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.access.Action;
import io.carekeep.access.Interaction;
import io.carekeep.store.TestStore;
import io.carekeep.store.Version;
import io.carekeep.testkit.Safeguard;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What was written before a rule gets the label that the rule asks for, and is closed by it.
@Safeguard("164.522(a)(1)")
final class RelabelTest {

    private final LabelScene scene = new LabelScene();

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void what_was_written_before_a_rule_is_closed_by_it() {
        scene.fill();
        scene.relabel().run();
        assertThat(scene.relabel().due()).as("no label is asked for").isFalse();
        assertThat(scene.found(LabelScene.DOCTOR)).hasSize(11);
        int before = scene.entries();

        scene.policy.is(scene.store, LabelScene.LABELS);
        assertThat(scene.found(LabelScene.DOCTOR)).as("not yet").hasSize(11);
        assertThat(scene.relabel().due()).isTrue();
        assertThat(scene.relabel().progress()).isEqualTo(new Labelled(true, 0, 13, 0, Map.of()));
        assertThat(scene.relabel().run()).isEqualTo(13);

        scene.isLabelled();
        assertThat(scene.entries() - before).as("each is in the audit log").isEqualTo(6);
        var both = scene.store
                .search(scene.gate, scene.store.operator, "Condition?_id=both", null)
                .matches()
                .getFirst();
        assertThat(TestStore.json(both))
                .contains("{\"system\":\"urn:example:labels\",\"code\":\"ETH\"}")
                .contains("{\"system\":\"urn:example:labels\",\"code\":\"HIV\"}")
                .contains("\"versionId\":\"2\"")
                .contains("{\"reference\":\"Patient/p\"}");
        var versions = scene.versions();
        assertThat(scene.relabel().run()).isZero();
        announce();
        assertThat(scene.relabel().run()).isEqualTo(13);
        assertThat(scene.versions()).as("who has the label is left alone").isEqualTo(versions);
    }

    private void announce() {
        scene.gate.pass(scene.store.administrator, Action.of(Interaction.MANAGE_POLICY), permit -> {
            scene.relabel().announce(permit);
            return true;
        });
        assertThat(scene.relabel().due()).isTrue();
    }

    @Test
    void what_is_cut_off_anywhere_goes_on() {
        scene.fill();
        scene.policy.is(scene.store, LabelScene.LABELS);
        var random = new Random(20_261_128);
        int crashes = 0;
        for (int left = 2; scene.relabel().due(); left = random.nextInt(3)) {
            try {
                scene.relabel(scene.store.gate(scene.cutting(new AtomicInteger(left))))
                        .run();
            } catch (Changing.Crash _) {
                crashes++;
            }
            assertThat(Changing.scrub(scene.store).flaws()).isEmpty();
        }
        assertThat(crashes).isPositive();
        scene.isLabelled();
    }

    @Test
    void other_rules_in_the_middle_begin_anew() {
        scene.fill();
        scene.policy.is(scene.store, LabelScene.LABELS.replace("'urn:example:icd|F10*', ", ""));
        assertThatThrownBy(() -> scene.relabel(scene.store.gate(scene.cutting(new AtomicInteger(3))))
                        .run())
                .isInstanceOf(Changing.Crash.class);
        assertThat(scene.relabel().progress().looked()).isEqualTo(9);
        scene.policy.is(scene.store, LabelScene.LABELS);
        scene.relabel().run();
        assertThat(scene.found(LabelScene.DOCTOR)).containsExactly("more1", "more3", "more5", "more7", "plain");
        assertThat(scene.relabel().progress().looked()).isEqualTo(13);

        // There and back again: what was written between has no label, though the rules are as they were.
        scene.policy.is(scene.store, LabelScene.NO_LABELS);
        scene.write("between", "F10.5");
        scene.policy.is(scene.store, LabelScene.LABELS);
        announce();
        scene.relabel().run();
        assertThat(scene.found(LabelScene.DOCTOR)).doesNotContain("between");
        assertThat(scene.relabel().progress().lacking()).isEqualTo(1);
    }

    @Test
    void nothing_else_of_a_record_changes() {
        fillTogether();
        change("update store.care set author = 99");
        change("update store.consent set author = 98");
        var states = List.of(
                "select number || ' ' || home from store.current order by number",
                "select care::text from store.care order by 1",
                "select consent::text from store.consent order by 1");
        var before = states.stream().map(scene::rows).toList();
        var team = TestStore.json(one("CareTeam"));

        scene.policy.is(scene.store, LabelScene.LABELS);
        scene.relabel().run();
        assertThat(scene.relabel().progress().lacking()).isEqualTo(3);
        assertThat(states.stream().map(scene::rows).toList()).isEqualTo(before);
        var labelled = TestStore.json(one("CareTeam"));
        assertThat(labelled).contains("\"versionId\":\"2\"");
        assertThat(labelled.replaceFirst(",\"security\":\\[[^]]*]", "")
                        .replace("\"versionId\":\"2\"", "\"versionId\":\"1\""))
                .isEqualTo(team);

        // Older homes have neither until their records are gone through, which may come later.
        change("delete from store.care");
        change("delete from store.consent");
        scene.policy.is(scene.store, LabelScene.LABELS.replace("labels|ETH", "labels|OTHER"));
        scene.relabel().run();
        assertThat(scene.rows("select count(*) from store.care")).containsExactly("1");
        assertThat(scene.rows("select count(*) from store.consent")).containsExactly("1");
        assertThat(Changing.scrub(scene.store).flaws()).isEmpty();
    }

    // What decides over more than itself.
    private void fillTogether() {
        scene.store.transaction("""
                {"resourceType":"Bundle","type":"transaction","entry":[
                {"resource":{"resourceType":"Patient","id":"q"},"request":{"method":"PUT","url":"Patient/q"}},
                {"resource":{"resourceType":"Medication","id":"m","code":{"coding":[
                {"system":"urn:example:sct","code":"1"}]}},"request":{"method":"PUT","url":"Medication/m"}}]}""");
        scene.put(scene.gate, "CareTeam/t", """
                {"resourceType":"CareTeam","id":"t","status":"active","subject":{"reference":"Patient/q"},
                "category":[{"coding":[{"system":"urn:example:sct","code":"1"}]}],
                "participant":[{"member":{"reference":"Practitioner/dr"}}]}""");
        scene.put(scene.gate, "Consent/c", """
                {"resourceType":"Consent","id":"c","status":"active","patient":{"reference":"Patient/q"},
                "scope":{"coding":[{"code":"patient-privacy"}]},"policyRule":{"text":"mine"},
                "category":[{"coding":[{"system":"urn:example:sct","code":"1"}]}],"provision":{"type":"deny"}}""");
    }

    private void change(String statement) {
        scene.store.database.database().sql().sql(statement).update();
    }

    private Version one(String type) {
        return scene.store
                .search(scene.gate, scene.store.operator, type, null)
                .matches()
                .getFirst();
    }

    @Test
    void what_it_goes_by_can_not_be_read_and_not_be_put_there() {
        scene.fill();
        scene.policy.is(scene.store, LabelScene.LABELS);
        scene.relabel().run();
        assertThat(scene.rows("select encode(labels, 'escape') from store.relabel")
                        .getFirst())
                .doesNotContain("example");
        scene.store
                .database
                .database()
                .sql()
                .sql("update store.relabel set labels = set_byte(labels, 20, get_byte(labels, 20) # 1)")
                .update();
        assertThat(scene.relabel().due()).isTrue();
        scene.relabel().run();
        assertThat(scene.relabel().due()).isFalse();
    }
}
