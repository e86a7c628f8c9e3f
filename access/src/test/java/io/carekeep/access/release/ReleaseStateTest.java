package io.carekeep.access.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.access.release.Release.Said;
import io.carekeep.access.release.Release.State;
import io.carekeep.access.release.Release.Word;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReleaseStateTest {

    private static Release release(Said... words) {
        return new Release(1, 7, 0, 100, new byte[0], List.of(words), true);
    }

    private static State state(long now, Said... words) {
        return release(words).state(now);
    }

    private static Said said(long account, long at, Word word, Found... found) {
        return new Said(account, at, word, List.of(found));
    }

    private static final Said OLGA = said(8, 10, Word.APPROVES);
    private static final Said OTTO = said(9, 20, Word.APPROVES);

    @Test
    void two_approve_it_or_it_waits() {
        assertThat(state(50)).isEqualTo(State.PROPOSED);
        assertThat(state(50, OLGA)).isEqualTo(State.PROPOSED);
        assertThat(state(50, OLGA, OTTO)).isEqualTo(State.APPROVED);
        assertThat(state(50, OLGA, OTTO, said(7, 30, Word.BEGAN))).isEqualTo(State.APPROVED);
    }

    @Test
    void it_ends_when_it_is_delivered_refused_or_too_old() {
        assertThat(state(50, OLGA, OTTO, said(7, 40, Word.DELIVERED))).isEqualTo(State.DELIVERED);
        assertThat(state(50, OLGA, said(9, 20, Word.REFUSES))).isEqualTo(State.REFUSED);
        assertThat(state(101, OLGA, OTTO)).isEqualTo(State.EXPIRED);
        assertThat(state(101, OLGA, OTTO, said(7, 40, Word.DELIVERED))).isEqualTo(State.DELIVERED);
    }

    @Test
    void what_lapsed_does_not_count_and_what_was_changed_is_worth_nothing() {
        assertThat(state(50, OLGA, said(9, 20, Word.LAPSED))).isEqualTo(State.PROPOSED);
        assertThat(new Release(1, 7, 0, 100, new byte[0], List.of(OLGA, OTTO), false).state(50))
                .isEqualTo(State.ALTERED);
    }

    @Test
    void the_least_that_somebody_approved_may_be_given() {
        var release = release(
                said(8, 10, Word.APPROVES, new Found(20, 10), new Found(7, 7)),
                said(9, 20, Word.APPROVES, new Found(22, 9), new Found(7, 8)));
        assertThat(release.approved()).containsExactly(new Found(20, 9), new Found(7, 7));
        assertThat(new Found(22, 9).isWithin(new Found(20, 9).and(10))).isTrue();
        assertThat(new Found(23, 9).isWithin(new Found(20, 9).and(10))).isFalse();
        assertThat(new Found(20, 10).isWithin(new Found(20, 9).and(10))).isFalse();
    }
}
