package io.carekeep.access.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HoursTest {

    // 2026-11-23 is a Monday.
    @ParameterizedTest
    @CsvSource({
        "08:00-18:00, 2026-11-23T08:00:00, true",
        "08:00-18:00, 2026-11-23T18:00:00, false",
        "08:00-18:00, 2026-11-23T07:59:59, false",
        "mon-fri 08:00-18:00, 2026-11-27T17:59:59, true",
        "mon-fri 08:00-18:00, 2026-11-28T12:00:00, false",
        "sat 08:00-18:00, 2026-11-28T12:00:00, true",
        "fri-mon 08:00-18:00, 2026-11-29T12:00:00, true",
        "fri-mon 08:00-18:00, 2026-11-24T12:00:00, false",
        "fri 22:00-06:00, 2026-11-27T23:00:00, true",
        "fri 22:00-06:00, 2026-11-28T05:59:00, true",
        "fri 22:00-06:00, 2026-11-28T06:00:00, false",
        "fri 22:00-06:00, 2026-11-27T05:00:00, false",
        "00:00-00:00, 2026-11-27T05:00:00, true"
    })
    void hours_of_some_days(String hours, LocalDateTime now, boolean within) {
        assertThat(Hours.parse(hours).orElseThrow().has(now)).isEqualTo(within);
    }
}
