package io.carekeep.store.write;

import static io.carekeep.store.write.Attempts.deleteWhere;
import static io.carekeep.store.write.Attempts.entry;
import static io.carekeep.store.write.Attempts.identified;
import static io.carekeep.store.write.Attempts.patient;
import static io.carekeep.store.write.Attempts.put;
import static io.carekeep.store.write.Attempts.transaction;
import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.store.ReadResult;
import io.carekeep.store.TestStore;
import io.carekeep.testkit.AtOnce;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a condition found may be changed by somebody else before it is locked.
final class ConditionsAtOnceTest {

    private static final int CLIENTS = 8;
    private static final int MEETINGS = 40;

    @Test
    void nothing_is_deleted_that_does_not_meet_the_condition_any_more() throws Exception {
        try (var store = new TestStore()) {
            for (int meeting = 0; meeting < MEETINGS; meeting++) {
                var mine = "mine-" + meeting;
                var yours = identified("yours-" + meeting);
                put(store, "Patient/" + mine, patient(mine, "yours-" + meeting, "Testyours"));
                var bundle = List.of(entry("DELETE", "Patient?" + yours.replace("|", "%7C")));
                AtOnce.of(CLIENTS, client -> switch (client % 3) {
                    case 0 -> put(store, "Patient/" + mine, patient(mine, mine, "Testmine"));
                    case 1 -> deleteWhere(store, yours);
                    default -> transaction(store, bundle);
                });
                // Each delete came before every put, or not at all.
                assertThat(store.read("Patient/" + mine)).isInstanceOf(ReadResult.Found.class);
            }
        }
    }
}
