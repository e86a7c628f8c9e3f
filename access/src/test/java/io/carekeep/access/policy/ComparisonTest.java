package io.carekeep.access.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.access.Caller;
import io.carekeep.access.Group;
import io.carekeep.base.Refused;
import io.carekeep.testkit.Safeguard;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Where two policies may differ, and in which circumstances.
@Safeguard("164.308(a)(4)")
final class ComparisonTest {

    // A Friday.
    private static final LocalDateTime NOW = LocalDateTime.of(2026, 5, 1, 10, 0);
    private static final Set<Group> WARD = Set.of(new Group("ward"));
    private static final String HEAD = "groups: {ward: treats, desk: writes}\n";
    private static final String LOOK = rule("look", "[Patient]", "[view]", "");

    private static String rule(String name, String types, String interactions, String more) {
        return "- {name: %s, groups: [ward], types: %s, interactions: %s%s}\n"
                .formatted(name, types, interactions, more);
    }

    private static Comparison compared(String before, String after) {
        return of(HEAD + "rules:\n" + before, HEAD + "rules:\n" + after);
    }

    private static Comparison of(String before, String after) {
        return new Comparison(RulesText.read(before), RulesText.read(after), RulePolicyTest.CRITERIA, NOW);
    }

    private static List<String> parts(Comparison comparison) {
        return comparison.parts(WARD).stream()
                .map(part -> part.words() + " " + part.type() + " " + part.situation())
                .map(String::strip)
                .toList();
    }

    private static Difference records(Comparison comparison) {
        var part = comparison.parts(WARD).getFirst();
        return comparison
                .differences(part, new Caller(1, Caller.Kind.PERSON, WARD))
                .records();
    }

    @Test
    void equal_policies_do_not_differ_and_names_make_no_difference() {
        assertThat(parts(compared(LOOK, LOOK))).isEmpty();
        assertThat(parts(compared(LOOK, LOOK.replace("look", "see")))).isEmpty();
        assertThat(compared(LOOK, LOOK).parts(Set.of(new Group("desk")))).isEmpty();
    }

    @Test
    void ways_that_are_decided_alike_are_one_part() {
        assertThat(parts(compared(LOOK, LOOK + rule("write", "[Patient]", "[change]", ""))))
                .containsExactly("change Patient");
        assertThat(parts(compared(LOOK, rule("look", "[Patient]", "[read, vread]", ""))))
                .containsExactly("history, search, everything, meta, validate Patient");
        assertThat(parts(compared(LOOK, rule("look", "[Patient]", "[view]", ", hide: [Patient.name]"))))
                .containsExactly("view Patient");
        assertThat(parts(compared(
                        rule("a", "[Patient]", "[view, update]", ""),
                        rule("a", "[Patient]", "[view, update]", ", read-only: [Patient.name]"))))
                .containsExactly("update Patient");
    }

    @Test
    void what_begins_and_ends_is_told_whichever_records_there_are() {
        var begins = compared(LOOK, LOOK + rule("write", "[Account]", "[view]", ""));
        var part = begins.parts(WARD).getFirst();
        assertThat(begins.begins(part, WARD)).isTrue();
        assertThat(begins.ends(part, WARD)).isFalse();
        var ends = compared(LOOK + rule("write", "[Account]", "[view]", ""), LOOK);
        assertThat(ends.ends(ends.parts(WARD).getFirst(), WARD)).isTrue();
        assertThat(records(ends).gained()).isEmpty();
        assertThat(records(ends).lost()).isPresent();
    }

    @Test
    void circumstances_that_rules_speak_of_are_compared_too() {
        var treating = rule("look", "[Patient]", "[view]", ", purposes: [TREAT], signed-in-within: 5m");
        assertThat(parts(compared(LOOK, treating))).containsExactly("view Patient");
        assertThat(parts(compared(rule("a", "[Account]", "[view]", ""), treating)))
                .containsExactly(
                        "view Account",
                        "view Patient for TREAT, after a sign-in with an assurance of at least 1, "
                                + "at most 300 seconds after it");
        var nights = ", times: ['mon-fri 22:00-06:00']";
        assertThat(parts(compared(treating, treating + rule("nights", "[Patient]", "[view]", nights))))
                .containsExactly("view Patient at some hours");
        var inside = ", effect: forbid, networks: [10.0.0.0/8]";
        assertThat(parts(compared(LOOK, LOOK + rule("none", "[Patient]", "[view]", inside))))
                .as("forbidden where it is not known too")
                .containsExactly("view Patient");
    }

    @Test
    void circumstances_that_rules_exclude_are_compared_too() {
        var days = rule("look", "[Patient]", "[view]", ", times: ['mon-fri 07:00-19:00']");
        assertThat(parts(compared(LOOK, days))).containsExactly("view Patient when it is not: at some hours");
        var none = rule("none", "[Patient]", "[view]", ", effect: forbid");
        var inside = none.replace("forbid", "forbid, networks: [10.0.0.0/8, 192.0.2.0/24]");
        assertThat(parts(compared(LOOK + none, LOOK + inside)))
                .containsExactly("view Patient when it is not: from some networks");
        var always = rule("look", "[Patient]", "[view]", ", times: ['00:00-00:00']");
        assertThat(parts(compared(always, LOOK))).isEmpty();
    }

    @Test
    void too_many_different_circumstances_are_refused() {
        var rules = IntStream.rangeClosed(1, Comparison.SITUATIONS_MAX + 1)
                .mapToObj(at -> rule("r" + at, "[Patient]", "[view]", ", signed-in-within: " + at + "m"))
                .collect(Collectors.joining());
        var comparison = compared(LOOK, rules);
        assertThatThrownBy(() -> comparison.parts(WARD)).isInstanceOf(Refused.class);
    }

    @Test
    void hours_begin_next_when_they_do() {
        var hours = Hours.parse("mon-wed 07:00-19:00").orElseThrow();
        assertThat(hours.next(NOW)).isEqualTo(LocalDateTime.of(2026, 5, 4, 7, 0));
        assertThat(hours.next(NOW.plusDays(4))).isEqualTo(NOW.plusDays(4));
        assertThat(hours.next(NOW.plusDays(4).plusHours(10))).isEqualTo(LocalDateTime.of(2026, 5, 6, 7, 0));
        assertThat(Hours.parse("fri 22:00-06:00").orElseThrow().next(NOW)).isEqualTo(NOW.withHour(22));
    }

    @Test
    void labels_emergencies_budgets_and_invariants_are_told_beside() {
        var labels = "labels:\n  notes: {coding: 'http://example.org/labels|PSY'%s}\n";
        var after = HEAD + labels.formatted("") + "budgets: {ward: 100/200/300}\nrules:\n" + LOOK
                + rule("glass", "all", "[view]", ", patients: emergency");
        var comparison = of(HEAD + "rules:\n" + LOOK, after);
        assertThat(comparison.relabels()).isTrue();
        assertThat(comparison.beside(WARD))
                .containsExactly(
                        "may open a patient's records in an emergency",
                        "may see 100/200/300 patients in an hour, a day and thirty days, before 40/150/800");
        assertThat(of(after, after).beside(WARD)).isEmpty();
        assertThat(of(after, after).relabels()).isFalse();
        var coded = after.replace(labels.formatted(""), labels.formatted(", codes: ['http://example.org/codes|1']"));
        assertThat(of(after, coded).relabels()).isTrue();
        assertThat(parts(of(after, coded))).isEmpty();
        var kept = after + "invariants:\n- {name: n, groups: [desk], interactions: [view], never: notes}\n";
        assertThat(of(kept, after).dropped()).containsExactly("n");
    }
}
