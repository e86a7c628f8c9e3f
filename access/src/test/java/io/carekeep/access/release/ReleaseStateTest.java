package io.carekeep.access.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.access.release.Release.Said;
import io.carekeep.access.release.Release.State;
import io.carekeep.access.release.Release.Word;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReleaseStateTest {

    private static State state(long now, Said... words) {
        return new Release(1, 7, 0, 100, new byte[0], List.of(words)).state(now);
    }

    private static final Said OLGA = new Said(8, 10, Word.APPROVES);
    private static final Said OTTO = new Said(9, 20, Word.APPROVES);

    @Test
    void two_approve_it_or_it_waits() {
        assertThat(state(50)).isEqualTo(State.PROPOSED);
        assertThat(state(50, OLGA)).isEqualTo(State.PROPOSED);
        assertThat(state(50, OLGA, OTTO)).isEqualTo(State.APPROVED);
        assertThat(state(50, OLGA, OTTO, new Said(7, 30, Word.BEGAN))).isEqualTo(State.APPROVED);
    }

    @Test
    void it_ends_when_it_is_delivered_refused_or_too_old() {
        assertThat(state(50, OLGA, OTTO, new Said(7, 40, Word.DELIVERED))).isEqualTo(State.DELIVERED);
        assertThat(state(50, OLGA, new Said(9, 20, Word.REFUSES))).isEqualTo(State.REFUSED);
        assertThat(state(101, OLGA, OTTO)).isEqualTo(State.EXPIRED);
        assertThat(state(101, OLGA, OTTO, new Said(7, 40, Word.DELIVERED))).isEqualTo(State.DELIVERED);
    }
}
