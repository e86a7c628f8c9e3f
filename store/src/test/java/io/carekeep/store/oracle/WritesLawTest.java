package io.carekeep.store.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.store.TestStore;
import io.carekeep.testkit.Safeguard;
import io.carekeep.testkit.Trials;
import java.time.ZoneId;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// The law for writes: random writes, by id, by condition and in transactions, come to the same in a store under a
/// policy as in one that holds only what the policy shows, and leave the same behind.
@Safeguard({"164.312(a)(1)", "164.502(b)"})
final class WritesLawTest {

    private static final int POLICIES = Math.max(1, Integer.getInteger("queries", 4_000) / 2_000);
    private static final int WRITES = 100;
    private static final int SHARE = 4;
    private static final ZoneId ZONE = ZoneId.of("America/New_York");

    @Test
    void a_write_tells_and_does_no_more_than_if_only_what_is_open_were_there() {
        var outcomes = new TreeMap<String, Integer>();
        Trials.of(POLICIES, random -> {
            try (var store = new TestStore(ZONE)) {
                var trial = WritesTrial.of(store, random, SHARE);
                trial.hold(WRITES);
                trial.outcomes().forEach((outcome, count) -> outcomes.merge(outcome, count, Integer::sum));
            }
        });
        int all = outcomes.values().stream().mapToInt(Integer::intValue).sum();
        System.out.printf("[writes] %d policies, %d writes: %s%n", POLICIES, all, outcomes);
        assertThat(outcomes).containsKeys("Created", "transaction");
    }
}
