package io.carekeep.store.interaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.access.Caller;
import io.carekeep.base.Refused;
import io.carekeep.fhir.search.QueryText;
import io.carekeep.testkit.SetClock;
import io.carekeep.testkit.TestDatabase;
import io.carekeep.vault.FileKeys;
import io.carekeep.vault.Vault;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PageLinkTest {

    private static final Caller ONE = new Caller(1, Caller.Kind.PERSON, Set.of());
    private static final Caller OTHER = new Caller(2, Caller.Kind.PERSON, Set.of());

    @TempDir
    static Path folder;

    private static final SetClock CLOCK = new SetClock(Versions.AT);
    private static TestDatabase database;
    private static PageLink links;

    @BeforeAll
    static void open() {
        var random = new SecureRandom();
        database = TestDatabase.create("vault");
        links = new PageLink(Vault.open(
                FileKeys.make(folder.resolve("test.key"), random),
                database.database().sql(),
                random,
                CLOCK));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void a_link_brings_back_the_whole_question() {
        var place = new PageLink.Place(QueryText.parse("name=Zo%C3%AB&date=ge2020&date=lt2021"), "token");
        var page = links.sealed(ONE, "Patient", place);
        assertThat(page).matches("[A-Za-z0-9_-]+");
        assertThat(links.opened(ONE, "Patient", page)).isEqualTo(place);
    }

    @Test
    void a_long_question_makes_a_shorter_link() {
        var place = new PageLink.Place(QueryText.parse("_id=" + "abcdefgh-1234,".repeat(300)), "token");
        var page = links.sealed(ONE, "Patient", place);
        assertThat(page.length()).isLessThan(600);
        assertThat(links.opened(ONE, "Patient", page)).isEqualTo(place);
    }

    @Test
    void a_link_serves_only_its_caller_and_its_address_and_not_for_long() {
        var page = links.sealed(ONE, "Patient", new PageLink.Place(QueryText.parse("a=b"), "token"));
        assertThatThrownBy(() -> links.opened(OTHER, "Patient", page)).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> links.opened(ONE, "Observation", page)).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> links.opened(ONE, "Patient", page + "A")).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> links.opened(ONE, "Patient", "")).isInstanceOf(Refused.class);
        CLOCK.pass(Duration.ofHours(2));
        assertThatThrownBy(() -> links.opened(ONE, "Patient", page)).isInstanceOf(Refused.class);
    }
}
