package io.carekeep.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.audit.Entry;
import io.carekeep.fhir.ResourceType;
import io.carekeep.testkit.Safeguard;
import io.carekeep.testkit.Trials;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

@Safeguard("164.312(b)")
final class FactsTest {

    private static final Facts ALL = new Facts(
            Optional.of(InetAddress.ofLiteral("2001:db8::7")),
            Optional.of(new Purpose("TREAT")),
            OptionalLong.of(Long.MIN_VALUE + 9),
            Optional.of(new SignIn(2, Duration.ofSeconds(3_700))),
            ResourceType.of("Patient"),
            Optional.of("Patient?name=Müller&birthdate=ge1980"),
            Set.of(5L, 1L << 40),
            Set.of(6L),
            Set.of(7L, 8L));
    private static final Facts NONE = new Facts(
            Optional.empty(),
            Optional.empty(),
            OptionalLong.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Set.of(),
            Set.of(),
            Set.of());

    private static Entry entry(byte[]... parts) {
        var content = new ByteArrayOutputStream();
        for (var part : parts) {
            content.writeBytes(part);
        }
        return new Entry(1, 2, 3, Entry.Outcome.DONE, content.toByteArray());
    }

    private static byte[] lines() {
        var trail = new Trail();
        trail.returned(90, 2);
        return trail.bytes();
    }

    @Test
    void what_an_entry_says_is_read_again() {
        assertThat(Facts.of(entry(ALL.bytes(), lines()))).isEqualTo(ALL);
        assertThat(Facts.of(entry(NONE.bytes(), lines()))).isEqualTo(NONE);
        assertThat(Facts.of(entry(lines()))).isEqualTo(NONE);
    }

    @Test
    void the_lines_behind_are_read_as_before() {
        var read = new ArrayList<Trail.Line>();
        Trail.each(entry(ALL.bytes(), lines()).content(), read::add);
        assertThat(read).containsExactly(new Trail.Line.Returned(90, 2));
    }

    @Test
    void a_fact_that_is_not_known_yet_is_passed_over() {
        var unknown = new byte[] {100, 3, 1, 2, 3};
        assertThat(Facts.of(entry(unknown, ALL.bytes(), lines()))).isEqualTo(ALL);
    }

    @Test
    void what_was_asked_for_is_cut_between_characters() {
        Trials.of(50, random -> {
            var words = "a".repeat(random.nextInt(4)) + "€".repeat(1_000);
            var facts = Facts.of(
                    Circumstances.UNKNOWN, Action.of(Interaction.SEARCH).asked(words), Set.of(), Set.of(), Set.of());
            var asked = Facts.of(entry(facts.bytes())).asked().orElseThrow();
            assertThat(words).startsWith(asked);
            assertThat(asked.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(Facts.ASKED_MOST - 3, Facts.ASKED_MOST);
        });
    }

    @Test
    void what_it_is_about_does_not_stand_in_its_text() {
        assertThat(Action.search(ResourceType.of("Patient").orElseThrow()).asked("Patient?name=Müller"))
                .hasToString("SEARCH Patient");
    }
}
