package io.carekeep.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.testkit.Safeguard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@Safeguard("164.312(b)")
final class LogReaderTest {

    private static final long EVER = Long.MAX_VALUE;

    private final Ledger ledger = new Ledger();
    private final LogReader reader = new LogReader(ledger.sql, ledger.vault);

    @AfterEach
    void close() {
        ledger.close();
    }

    /// An entry of an account about a patient; what it says is the patient's number.
    private Entry about(long account, long patient) {
        return new Entry(
                ledger.clock.millis(),
                account,
                1,
                Entry.Outcome.DONE,
                List.of(),
                List.of(Handle.account(account), Handle.patient(patient)),
                new byte[] {(byte) patient});
    }

    // One in a thousand entries is about patient 7, by account 70; the others are about patient 1.
    private void fill(int entries) {
        var list = new ArrayList<Entry>();
        for (int at = 0; at < entries; at++) {
            list.add(at % 1_000 == 500 ? about(70, 7) : about(10, 1));
            ledger.clock.pass(Duration.ofMillis(1));
        }
        ledger.log.append(list);
    }

    private List<Long> numbers(LogReader.Wanted wanted) {
        var numbers = new ArrayList<Long>();
        reader.each(wanted, (number, entry) -> {
            if (entry != null && entry.content()[0] == 7) {
                numbers.add(number.orElse(-1));
            }
            return true;
        });
        return numbers;
    }

    @Test
    void a_patients_entries_are_found_the_newest_first() {
        fill(5_000);
        ledger.number();
        ledger.log.append(List.of(about(70, 7)));
        var found = numbers(LogReader.Wanted.of(Handle.patient(7), 0, EVER));
        assertThat(found).containsExactly(-1L, 4_500L, 3_500L, 2_500L, 1_500L, 500L);
    }

    @Test
    void only_the_entries_that_are_meant_are_read() {
        fill(5_000);
        ledger.number();
        assertThat(read(Handle.patient(7))).isEqualTo(5);
        assertThat(read(Handle.account(70))).isEqualTo(5);
    }

    private int read(Handle by) {
        var read = new int[1];
        reader.each(LogReader.Wanted.of(by, 0, EVER), (_, _) -> ++read[0] > 0);
        return read[0];
    }

    @Test
    void a_full_stretch_is_written_once_and_finds_the_same() {
        fill(65_000);
        ledger.number();
        var before = numbers(LogReader.Wanted.of(Handle.patient(7), 0, EVER));
        assertThat(ledger.count("audit.found_at")).isZero();
        fill(1_000);
        ledger.number();
        assertThat(ledger.count("audit.found_at")).isPositive();
        assertThat(ledger.count("audit.found_lately")).isEqualTo(66_000 - 65_536);
        var after = numbers(LogReader.Wanted.of(Handle.patient(7), 0, EVER));
        assertThat(before).hasSize(65);
        assertThat(after).startsWith(65_500L).hasSize(66).endsWith(before.toArray(Long[]::new));
        assertThat(numbers(new LogReader.Wanted(Handle.patient(7), 0, EVER, 65_500)))
                .isEqualTo(before);
        assertThat(read(Handle.account(10))).isEqualTo(66_000 - 66);
    }

    @Test
    void entries_that_were_numbered_before_they_had_places_are_found_by_their_tiles() {
        fill(1_000);
        ledger.number();
        ledger.owner.sql("update audit.keyed set placed = 1000").update();
        ledger.owner
                .sql("insert into audit.found_in select distinct unnest(keys), number / 256 from audit.found_lately")
                .update();
        ledger.owner.sql("delete from audit.found_lately").update();
        fill(1_000);
        ledger.number();
        assertThat(numbers(LogReader.Wanted.of(Handle.patient(7), 0, EVER))).containsExactly(1_500L, 500L);
        assertThat(read(Handle.patient(7))).isEqualTo(1 + 256);
    }

    @Test
    void times_and_numbers_bound_what_is_read() {
        long begin = ledger.clock.millis();
        fill(3_000);
        ledger.number();
        fill(2_000);
        ledger.number();
        var seven = Handle.patient(7);
        assertThat(numbers(LogReader.Wanted.of(seven, begin + 1_000, begin + 3_400)))
                .containsExactly(2_500L, 1_500L);
        assertThat(numbers(new LogReader.Wanted(seven, 0, EVER, 2_500))).containsExactly(1_500L, 500L);
        assertThat(numbers(LogReader.Wanted.of(seven, begin + 4_000, EVER))).containsExactly(4_500L);
        assertThat(numbers(LogReader.Wanted.of(null, begin + 1_000, begin + 3_400)))
                .containsExactly(2_500L, 1_500L);
    }

    @Test
    void a_clock_that_is_put_back_hides_nothing() {
        long begin = ledger.clock.millis();
        fill(1_000);
        ledger.number();
        ledger.clock.pass(Duration.ofDays(2));
        fill(1_000);
        ledger.number();
        ledger.clock.pass(Duration.ofDays(-1));
        fill(1_000);
        ledger.number();
        var seven = Handle.patient(7);
        long day = Duration.ofDays(1).toMillis();
        assertThat(numbers(LogReader.Wanted.of(seven, begin, begin + day / 2))).containsExactly(500L);
        assertThat(numbers(LogReader.Wanted.of(seven, begin + day / 2, begin + day + day / 2)))
                .containsExactly(2_500L);
        assertThat(numbers(LogReader.Wanted.of(seven, begin + day + day / 2, EVER)))
                .containsExactly(1_500L);
    }

    @Test
    void every_entry_is_read_without_a_handle() {
        fill(700);
        ledger.number();
        ledger.append(3);
        var numbers = new ArrayList<Long>();
        reader.each(LogReader.Wanted.of(null, 0, EVER), (number, _) -> numbers.add(number.orElse(-1)));
        assertThat(numbers)
                .hasSize(703)
                .isSortedAccordingTo((one, other) -> one < 0 || other < 0 ? 0 : Long.compare(other, one));
    }

    @Test
    void who_takes_says_when_it_is_enough() {
        fill(700);
        ledger.number();
        var numbers = new ArrayList<OptionalLong>();
        reader.each(LogReader.Wanted.of(null, 0, EVER), (number, _) -> {
            numbers.add(number);
            return numbers.size() < 3;
        });
        assertThat(numbers).hasSize(3);
    }

    @Test
    void an_entry_that_was_altered_is_handed_over_as_one_that_does_not_open() {
        fill(300);
        ledger.number();
        ledger.owner
                .sql("update audit.numbered set account = 11 where number = 200")
                .update();
        var closed = new ArrayList<Long>();
        reader.each(LogReader.Wanted.of(null, 0, EVER), (number, entry) -> {
            if (entry == null) {
                closed.add(number.orElse(-1));
            }
            return true;
        });
        assertThat(closed).containsExactly(200L);
    }

    @Test
    void entries_from_before_there_were_handles_are_handed_over_for_all_of_them() {
        ledger.append(300);
        ledger.number();
        ledger.owner.sql("update audit.keyed set since = 300").update();
        fill(1_000);
        ledger.number();
        var numbers = new ArrayList<Long>();
        reader.each(LogReader.Wanted.of(Handle.patient(7), 0, EVER), (number, _) -> numbers.add(number.orElse(-1)));
        assertThat(numbers).contains(0L, 299L, 800L).doesNotHaveDuplicates();
        var descending = new ArrayList<>(numbers);
        descending.sort(Collections.reverseOrder());
        assertThat(numbers).isEqualTo(descending);
    }

    @Test
    void the_index_names_nobody() {
        ledger.log.append(List.of(about(70, 7)));
        ledger.number();
        var keys = ledger.sql
                .sql("select unnest(keys) from audit.found_lately")
                .query(Long.class)
                .list();
        assertThat(keys).hasSize(2).allSatisfy(key -> assertThat(key).isNegative());
    }
}
