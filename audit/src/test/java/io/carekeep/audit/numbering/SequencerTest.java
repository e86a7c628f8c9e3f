package io.carekeep.audit.numbering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.audit.Entry;
import io.carekeep.audit.Ledger;
import io.carekeep.audit.proof.Held;
import io.carekeep.audit.proof.LogProof;
import io.carekeep.audit.proof.Verdict;
import io.carekeep.testkit.AtOnce;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

final class SequencerTest {

    private static final int WRITERS = 8;
    private static final int EACH = 150;

    private final Ledger ledger = new Ledger();

    @AfterEach
    void close() {
        ledger.close();
    }

    private void proves(long size) {
        assertThat(LogProof.of(ledger.tiles, Held.NOTHING.withLog(ledger.signer.key())))
                .isInstanceOfSatisfying(
                        Verdict.Proven.class,
                        proven -> assertThat(proven.log().size()).isEqualTo(size));
        assertThat(ledger.sql
                        .sql("select count(*) = max(number) + 1 and min(number) = 0 from audit.numbered")
                        .query(Boolean.class)
                        .single())
                .isTrue();
    }

    @Test
    void entries_get_numbers_without_a_gap() {
        ledger.grow(3);
        ledger.grow(600);
        proves(603);
        assertThat(ledger.count("audit.entry")).isZero();
        assertThat(ledger.sequencer.step()).isZero();
    }

    @Test
    void a_long_log_is_numbered_in_steps() {
        for (int at = 0; at < 10; at++) {
            ledger.append(1_000);
        }
        assertThat(ledger.sequencer.step()).isEqualTo(Sequencer.STEP_MAX);
        assertThat(ledger.count("audit.line")).isEqualTo(10_000);
        ledger.append(10);
        assertThat(ledger.number()).isEqualTo(10_010 - Sequencer.STEP_MAX);
        proves(10_010);
    }

    // 256 leaves fill a tile, 65,536 one above it.
    @Test
    void the_tree_is_right_where_tiles_get_full() {
        for (int size : new int[] {1, 254, 1, 1, 255, 1, 3}) {
            ledger.grow(size);
            proves(ledger.count("audit.numbered"));
        }
        for (int at = 0; at < 17; at++) {
            ledger.grow(4_000);
        }
        proves(17 * 4_000 + 516);
    }

    @Test
    void many_writers_and_two_sequencers_lose_nothing() throws InterruptedException {
        var writing = new AtomicInteger(WRITERS);
        var done = new AtomicLong();
        AtOnce.of(WRITERS + 2, client -> {
            if (client < WRITERS) {
                write(client, done);
                writing.decrementAndGet();
            } else {
                var sequencer = ledger.sequencer();
                while (writing.get() > 0) {
                    sequencer.step();
                }
            }
            return true;
        });
        ledger.number();
        assertThat(ledger.count("audit.numbered")).isEqualTo(done.get());
        proves(done.get());
    }

    // Every third transaction is taken back.
    private void write(int client, AtomicLong done) {
        for (int at = 0; at < EACH; at++) {
            boolean takenBack = at % 3 == 2;
            long account = client * 1_000L + at;
            ledger.test.database().transactions().executeWithoutResult(status -> {
                ledger.log.append(List.of(ledger.entry(account)));
                if (takenBack) {
                    status.setRollbackOnly();
                }
            });
            done.addAndGet(takenBack ? 0 : 1);
        }
    }

    @Test
    void an_open_transaction_holds_up_no_other_entry() {
        ledger.test.database().transactions().executeWithoutResult(_ -> {
            ledger.log.append(List.of(ledger.entry(1)));
            var others = Thread.ofPlatform().start(() -> ledger.grow(20));
            assertThat(ended(others)).isTrue();
        });
        ledger.number();
        proves(21);
    }

    private static boolean ended(Thread thread) {
        try {
            return thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException _) {
            return false;
        }
    }

    @Test
    void what_is_cut_off_before_its_commit_is_numbered_the_next_time() {
        ledger.grow(10);
        ledger.append(300);
        ledger.test.database().transactions().executeWithoutResult(status -> {
            assertThat(ledger.sequencer.step()).isEqualTo(300);
            status.setRollbackOnly();
        });
        assertThat(ledger.count("audit.entry")).isEqualTo(300);
        assertThat(ledger.count("audit.node")).isZero();
        proves(10);
        assertThat(ledger.number()).isEqualTo(300);
        proves(310);
    }

    @Test
    void readers_find_entries_with_and_without_number() {
        ledger.grow(4);
        ledger.append(2);
        var read = ledger.log.read(Set.of(5), 0, 100, _ -> {});
        assertThat(read.entries()).isEqualTo(6);
        assertThat(read.damaged()).isZero();
        assertThat(ledger.log.replacing(List.of(1L), 0, _ -> {}).entries()).isEqualTo(4);
        assertThat(ledger.log.replacing(List.of(4L), 0, _ -> {}).entries()).isEqualTo(1);
    }

    @Test
    void a_resources_entries_are_found_by_index() {
        for (int at = 0; at < 4; at++) {
            ledger.grow(4_000);
        }
        ledger.owner.sql("analyze audit.numbered").update();
        var plan = ledger.sql
                .sql("explain select content from audit.line where replaced && '{17,18}'::bigint[] and at >= 0")
                .query(String.class)
                .list();
        assertThat(plan).anyMatch(line -> String.valueOf(line).contains("numbered_replaced"));
    }

    @Test
    void an_entry_may_be_as_large_as_its_transaction() {
        var replaced = java.util.stream.LongStream.range(0, 20_000).boxed().toList();
        ledger.log.append(List.of(
                new Entry(ledger.clock.millis(), 3, 9, Entry.Outcome.DONE, replaced, new byte[700_000]),
                new Entry(ledger.clock.millis(), 0, 1, Entry.Outcome.DENIED, new byte[0])));
        ledger.number();
        proves(2);
    }

    @Test
    void of_the_checkpoints_of_a_minute_the_last_stays() {
        ledger.grow(1);
        ledger.grow(1);
        ledger.clock.pass(Duration.ofMinutes(1));
        ledger.grow(1);
        ledger.grow(1);
        assertThat(ledger.sql
                        .sql("select size from audit.checkpoint order by size")
                        .query(Long.class)
                        .list())
                .containsExactly(2L, 4L);
    }

    @Test
    void the_servers_role_can_neither_change_nor_remove_anything() {
        ledger.grow(300);
        ledger.append(1);
        var tables =
                new String[] {"entry", "numbered", "node", "checkpoint", "found_in", "found_at", "found_lately", "keyed"
                };
        for (var table : tables) {
            refused("delete from audit." + table);
            refused("truncate audit." + table);
        }
        refused("update audit.entry set at = 0");
        refused("update audit.numbered set at = 0");
        refused("update audit.node set hash = ''");
        refused("update audit.checkpoint set note = ''");
        refused("update audit.found_lately set keys = '{}'");
        refused("insert into audit.found_lately values (1000, '{}')");
        refused("insert into audit.found_at values (0, 1, '')");
        refused("insert into audit.numbered select 1000, at, account, interaction, outcome, leaf, replaced, content"
                + " from audit.numbered where number = 1");
        refused("insert into audit.checkpoint values (1000, 0, '')");
        assertThatThrownBy(() -> ledger.sql
                        .sql("select audit.keep_checkpoint(7, 0, '')")
                        .query((row, _) -> 1)
                        .list())
                .isInstanceOf(DataAccessException.class);
        proves(300);
    }

    private void refused(String statement) {
        assertThatThrownBy(() -> ledger.sql.sql(statement).update())
                .as(statement)
                .rootCause()
                .hasMessageContaining("permission denied");
    }
}
