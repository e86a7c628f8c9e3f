package io.carekeep.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.base.database.BeginAgain;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionSynchronizationManager;

final class RoomTest {

    private static final long MEGABYTE = 1024 * 1024;

    private static CompletableFuture<Void> request(Room room, long bytes, Runnable meanwhile) {
        var done = new CompletableFuture<Void>();
        Thread.ofVirtual().start(() -> {
            room.arrive();
            try {
                room.hold(bytes);
                meanwhile.run();
                done.complete(null);
            } catch (Refused refused) {
                done.completeExceptionally(refused);
            } finally {
                room.leave();
            }
        });
        return done;
    }

    @Test
    void a_large_one_waits_until_another_leaves() throws Exception {
        var room = new Room(10 * MEGABYTE, 30);
        var leave = new CompletableFuture<Void>();
        var there = new CompletableFuture<Void>();
        var first = request(room, 8 * MEGABYTE, () -> {
            there.complete(null);
            leave.join();
        });
        there.get(10, TimeUnit.SECONDS);
        var second = request(room, 8 * MEGABYTE, () -> {});
        assertThat(request(room, Room.LARGE, () -> {})).succeedsWithin(Duration.ofSeconds(10));
        assertThat(second).isNotDone();
        leave.complete(null);
        first.get(10, TimeUnit.SECONDS);
        second.get(10, TimeUnit.SECONDS);
    }

    @Test
    void what_is_more_than_the_room_comes_in_alone() {
        var room = new Room(MEGABYTE, 30);
        assertThat(request(room, 100 * MEGABYTE, () -> {})).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void a_request_that_holds_enough_already_does_not_wait() {
        var room = new Room(MEGABYTE, 1);
        room.arrive();
        room.hold(MEGABYTE);
        room.hold(MEGABYTE / 2);
        room.leave();
        room.arrive();
        room.hold(MEGABYTE);
        room.leave();
    }

    @Test
    void who_waits_too_long_is_asked_to_come_again() {
        var room = new Room(MEGABYTE, 0);
        room.arrive();
        room.hold(MEGABYTE);
        assertThatThrownBy(() -> request(room, MEGABYTE, () -> {}).get())
                .cause()
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.problem()).isInstanceOf(Problem.Unavailable.class));
        room.leave();
    }

    @Test
    void a_transaction_does_not_wait_with_its_locks() throws Exception {
        var room = new Room(10 * MEGABYTE, 30);
        var leave = new CompletableFuture<Void>();
        var there = new CompletableFuture<Void>();
        var other = request(room, 8 * MEGABYTE, () -> {
            there.complete(null);
            leave.join();
        });
        there.get(10, TimeUnit.SECONDS);
        var begins = new CompletableFuture<Void>();
        var transaction = request(room, MEGABYTE, () -> {
            TransactionSynchronizationManager.setActualTransactionActive(true);
            room.hold(2 * MEGABYTE);
            assertThatThrownBy(() -> room.hold(8 * MEGABYTE)).isInstanceOf(BeginAgain.class);
            TransactionSynchronizationManager.setActualTransactionActive(false);
            begins.complete(null);
            room.hold(8 * MEGABYTE);
        });
        begins.get(10, TimeUnit.SECONDS);
        assertThat(transaction).isNotDone();
        leave.complete(null);
        assertThat(other).succeedsWithin(Duration.ofSeconds(10));
        assertThat(transaction).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void work_that_no_request_asked_for_is_not_counted() {
        var room = new Room(MEGABYTE, 0);
        room.hold(MEGABYTE);
        room.hold(MEGABYTE);
        room.leave();
    }
}
