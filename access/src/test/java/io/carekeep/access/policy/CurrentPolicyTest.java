package io.carekeep.access.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.carekeep.access.Group;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.testkit.Safeguard;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

@Safeguard("164.308(a)(4)(ii)(C)")
final class CurrentPolicyTest {

    private static final Duration SLOW = Duration.ofSeconds(1);
    private static final Group SURGEON = new Group("surgeon");

    private final Shelf shelf = new Shelf();
    private long millis;
    private final CurrentPolicy policy = new CurrentPolicy(
            shelf, RulePolicyTest.CRITERIA, LocalDateTime::now, () -> TimeUnit.MILLISECONDS.toNanos(millis));

    private static final class Shelf implements RulesShelf {

        private final List<Kept> kept = new ArrayList<>();
        private boolean away;
        private @Nullable CountDownLatch slow;

        @Override
        public int last() {
            if (slow != null) {
                slow.countDown();
                LockSupport.parkNanos(SLOW.toNanos());
            }
            if (away) {
                throw new DataAccessResourceFailureException("away");
            }
            return kept.size();
        }

        @Override
        public Optional<Kept> find(int version) {
            return version == 0 ? Optional.empty() : Optional.of(kept.get(version - 1));
        }

        @Override
        public List<Kept> newest(int most) {
            return kept.reversed();
        }

        @Override
        public void add(Kept version) {
            kept.add(version);
        }
    }

    private void apply(String group) {
        shelf.add(new RulesShelf.Kept(shelf.last() + 1, 0, 0, "groups: {" + group + ": works}\nrules: []"));
    }

    @Test
    void until_there_is_another_the_shipped_one_is_in_force() {
        assertThat(policy.groups()).contains(new Group("clinician"));
    }

    @Test
    void another_one_is_in_force_within_half_a_second() {
        apply("surgeon");
        millis = 499;
        assertThat(policy.groups()).doesNotContain(SURGEON);
        millis = 500;
        assertThat(policy.groups()).contains(SURGEON);
    }

    @Test
    void another_one_that_is_told_of_is_in_force_at_once() {
        apply("surgeon");
        assertThat(policy.groups()).doesNotContain(SURGEON);
        policy.changed();
        assertThat(policy.groups()).contains(SURGEON);
    }

    @Test
    void a_look_that_fails_after_a_change_is_no_reason_to_refuse_within_the_second() {
        shelf.away = true;
        policy.changed();
        assertThat(policy.groups()).contains(new Group("clinician"));
        millis = 1000;
        assertThatThrownBy(policy::demandKnown).isInstanceOf(Refused.class);
    }

    @Test
    void while_one_looks_in_vain_the_others_are_refused_at_once() throws Exception {
        shelf.away = true;
        millis = 1000;
        assertThatThrownBy(policy::demandKnown).isInstanceOf(Refused.class);
        var looking = new CountDownLatch(1);
        shelf.slow = looking;
        var other = Thread.ofVirtual()
                .start(() -> assertThatThrownBy(policy::demandKnown).isInstanceOf(Refused.class));
        looking.await();
        shelf.slow = null;
        long begun = System.nanoTime();
        assertThatThrownBy(policy::demandKnown).isInstanceOf(Refused.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(SLOW.dividedBy(2));
        other.join();
    }

    @Test
    void it_never_goes_back_to_an_older_one() {
        apply("surgeon");
        millis = 500;
        assertThat(policy.groups()).contains(SURGEON);
        shelf.kept.clear();
        millis = 1000;
        var refused = catchThrowableOfType(Refused.class, policy::groups);
        assertThat(refused.problem()).isInstanceOf(Problem.Unavailable.class);
    }

    @Test
    void while_it_can_not_be_known_nothing_is_decided() {
        shelf.away = true;
        millis = 999;
        assertThat(policy.groups()).contains(new Group("clinician"));
        millis = 1000;
        var refused = catchThrowableOfType(Refused.class, policy::groups);
        assertThat(refused.problem()).isInstanceOf(Problem.Unavailable.class);
        shelf.away = false;
        apply("surgeon");
        assertThat(policy.groups()).contains(SURGEON);
    }
}
