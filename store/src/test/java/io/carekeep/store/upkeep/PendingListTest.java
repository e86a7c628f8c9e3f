package io.carekeep.store.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.store.TestStore;
import io.carekeep.testkit.People;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class PendingListTest {

    @Test
    void what_was_written_leaves_the_pending_list_without_a_request() throws InterruptedException {
        try (var store = new TestStore();
                var list = new PendingList(store.store, store.database.database(), Duration.ofHours(1))) {
            store.create(People.amina());
            assertThat(list.empty()).isPositive();
            assertThat(list.empty()).isZero();
            store.create(People.bruno());
            try (var quick = new PendingList(store.store, store.database.database(), Duration.ofMillis(20))) {
                Thread.sleep(1_000);
                assertThat(quick.empty()).isZero();
            }
            assertThat(store.search("Patient?family=testman").matches()).hasSize(1);
        }
    }
}
