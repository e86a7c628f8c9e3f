package io.carekeep.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class NumberSetTest {

    @Test
    void it_counts_what_a_set_counts() {
        var chance = new Random(7);
        for (int kinds : new int[] {1, 3, 8, 9, 100, 100_000}) {
            var numbers = new NumberSet();
            var expected = new HashSet<Long>();
            assertThat(numbers.size()).isZero();
            for (int at = 0; at < 20_000; at++) {
                long number = chance.nextInt(kinds) * 1_099_511_627_776L;
                numbers.add(number);
                expected.add(number);
                if (at % 1_000 < 20) {
                    assertThat(numbers.size()).isEqualTo(expected.size());
                }
            }
        }
    }
}
