package io.carekeep.store.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.base.database.Alone;
import io.carekeep.store.TestStore;
import io.carekeep.testkit.Safeguard;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Labels are put on beside writers who know the rule and others who don't yet.
@Safeguard("164.522(a)(1)")
final class RelabelBesideWritesTest {

    private final LabelScene scene = new LabelScene();

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void two_at_once_label_each_record_once() throws Exception {
        scene.fill();
        scene.policy.is(scene.store, LabelScene.LABELS);
        try (var other = Alone.at(4, scene.store.database.database().owner()).orElseThrow()) {
            assertThat(other).isNotNull();
            assertThat(scene.relabel().run()).isZero();
        }
        try (var both = Executors.newFixedThreadPool(2)) {
            Callable<Boolean> one = () -> {
                while (scene.relabel().due()) {
                    scene.relabel().run();
                }
                return true;
            };
            for (var done : both.invokeAll(List.of(one, one))) {
                assertThat(done.get()).isTrue();
            }
        }
        scene.isLabelled();
    }

    @Test
    void who_writes_by_the_old_rules_meanwhile_is_waited_for() throws Exception {
        scene.fill();
        var unlabelling = scene.store.gate(scene.policy.now);
        scene.policy.is(scene.store, LabelScene.LABELS);
        try (var both = Executors.newFixedThreadPool(2)) {
            var writes = new CountDownLatch(1);
            var goOn = new CountDownLatch(1);
            var writer = both.submit(() -> scene.put(
                    unlabelling, "Condition/plain", LabelScene.condition("plain", "F10.9"), () -> meet(writes, goOn)));
            await(writes);
            var labels = both.submit(() -> scene.relabel().run());
            assertThatThrownBy(() -> labels.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            goOn.countDown();
            writer.get();
            assertThat(labels.get()).isEqualTo(13);
        }
        assertThat(scene.found(LabelScene.DOCTOR)).containsExactly("more1", "more3", "more5", "more7");
        assertThat(scene.rows("select max(version) from store.current")).containsExactly("3");
    }

    @Test
    void a_record_that_somebody_writes_at_the_same_time_is_labelled_as_they_leave_it() throws Exception {
        scene.fill();
        var unlabelling = scene.store.gate(scene.policy.now);
        scene.policy.is(scene.store, LabelScene.LABELS);
        assertThatThrownBy(() -> scene.relabel(scene.store.gate(scene.cutting(new AtomicInteger(0))))
                        .run())
                .isInstanceOf(Changing.Crash.class);
        // One knows the rule and the other does not, and takes the code away from one and puts it on the other.
        try (var all = Executors.newFixedThreadPool(3)) {
            var writes = new CountDownLatch(2);
            var goOn = new CountDownLatch(1);
            var use = all.submit(() -> scene.put(
                    scene.gate, "Condition/use", LabelScene.condition("use", "F10.2", "C1"), () -> meet(writes, goOn)));
            var both = all.submit(() -> scene.put(
                    unlabelling, "Condition/both", LabelScene.condition("both", "B20"), () -> meet(writes, goOn)));
            await(writes);
            var labels = all.submit(() -> scene.relabel().run());
            assertThatThrownBy(() -> labels.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            goOn.countDown();
            use.get();
            both.get();
            assertThat(labels.get()).isEqualTo(13);
        }
        assertThat(scene.found(LabelScene.DOCTOR)).containsExactly("more1", "more3", "more5", "more7", "plain");
        assertThat(scene.relabel().progress().byLabel()).isEqualTo(Map.of("substance-use", 4L, "hiv", 1L));
        assertThat(json("use")).contains("\"versionId\":\"2\"").contains("C1");
        assertThat(json("both")).contains("\"versionId\":\"3\"").contains("HIV").doesNotContain("ETH");
    }

    private String json(String id) {
        var found = scene.store.search(scene.gate, scene.store.operator, "Condition?_id=" + id, null);
        return TestStore.json(found.matches().getFirst());
    }

    private static void meet(CountDownLatch writes, CountDownLatch goOn) {
        writes.countDown();
        await(goOn);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException failure) {
            throw new AssertionError(failure);
        }
    }
}
