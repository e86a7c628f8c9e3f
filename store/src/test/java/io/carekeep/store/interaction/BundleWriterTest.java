package io.carekeep.store.interaction;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import io.carekeep.base.Problem;
import io.carekeep.fhir.search.QueryText;
import io.carekeep.store.Change;
import io.carekeep.store.write.Written;
import io.carekeep.testkit.SetClock;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.OptionalLong;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.junit.jupiter.api.Test;

final class BundleWriterTest {

    private static final String BASE = "http://localhost:8080/fhir";

    private final Bundles bundles = new Bundles(new SetClock(Versions.AT), new SecureRandom());

    private static Bundle parsed(byte[] json) {
        var parser = FhirContext.forR4Cached().newJsonParser();
        parser.setParserErrorHandler(new ca.uhn.fhir.parser.StrictErrorHandler());
        return parser.parseResource(Bundle.class, new String(json, StandardCharsets.UTF_8));
    }

    @Test
    void a_search_has_matches_includes_and_what_was_left_out() {
        var links = Bundles.links(BASE + "/Patient", QueryText.parse("name=Zo%C3%AB&_count=2"), null, "mark");
        var writer = bundles.begin("searchset", OptionalLong.of(7), links, 10);
        writer.found(BASE, Versions.patient("a", ""), Subset.NONE, "match");
        writer.found(BASE, Versions.patient("b", ""), Subset.NONE, "include");
        writer.told(Outcome.json(
                Outcome.Severity.WARNING, List.of(new Problem.Issue("shoe", "not-supported", "left out"))));
        var bundle = parsed(writer.bytes());
        assertThat(bundle.getType()).isEqualTo(Bundle.BundleType.SEARCHSET);
        assertThat(bundle.getTotal()).isEqualTo(7);
        assertThat(bundle.getLink("self").getUrl()).isEqualTo(BASE + "/Patient?name=Zo%C3%AB&_count=2");
        assertThat(bundle.getLink("next").getUrl()).isEqualTo(BASE + "/Patient?page=mark");
        assertThat(bundle.getEntry()).hasSize(3);
        assertThat(bundle.getEntry().getFirst().getFullUrl()).isEqualTo(BASE + "/Patient/a");
        assertThat(bundle.getEntry())
                .extracting(entry -> entry.getSearch().getMode().toCode())
                .containsExactly("match", "include", "outcome");
        var outcome = (OperationOutcome) bundle.getEntry().getLast().getResource();
        assertThat(outcome.getIssueFirstRep().getDiagnostics()).isEqualTo("shoe: left out");
    }

    @Test
    void an_empty_answer_has_no_entries() {
        var bytes = bundles.begin("searchset", OptionalLong.of(0), Bundles.NO_LINKS, 0)
                .bytes();
        assertThat(parsed(bytes).hasEntry()).isFalse();
        assertThat(new String(bytes, StandardCharsets.UTF_8)).doesNotContain("entry");
    }

    @Test
    void a_history_tells_how_each_version_came() {
        var writer = bundles.begin("history", OptionalLong.of(3), Bundles.NO_LINKS, 10);
        writer.past(BASE, Versions.of("Patient", "a", 3, Change.DELETED, ""), Subset.NONE);
        writer.past(
                BASE,
                Versions.of("Patient", "a", 2, Change.UPDATED, "{\"resourceType\":\"Patient\",\"id\":\"a\"}"),
                Subset.NONE);
        writer.past(BASE, Versions.patient("a", ""), Subset.NONE);
        var entries = parsed(writer.bytes()).getEntry();
        assertThat(entries)
                .extracting(entry -> entry.getRequest().getMethod().toCode())
                .containsExactly("DELETE", "PUT", "POST");
        assertThat(entries).extracting(entry -> entry.hasResource()).containsExactly(false, true, true);
        assertThat(entries.getFirst().getResponse().getEtag()).isEqualTo("W/\"3\"");
        assertThat(entries.getFirst().getResponse().getLastModified().toInstant())
                .isEqualTo(Versions.AT);
        assertThat(entries.getLast().getRequest().getUrl()).isEqualTo("Patient");
    }

    @Test
    void an_entry_of_a_transaction_is_answered_as_its_client_prefers() {
        var created = new Written.Created(Versions.patient("a", ""));
        var writer = bundles.begin("transaction-response", OptionalLong.empty(), Bundles.NO_LINKS, 10);
        writer.answered(BASE, WriteReply.of(BASE, Preference.Return.MINIMAL, created));
        writer.answered(BASE, WriteReply.of(BASE, Preference.Return.REPRESENTATION, created));
        writer.answered(BASE, WriteReply.of(BASE, Preference.Return.OUTCOME, created));
        writer.answered(BASE, WriteReply.of(BASE, Preference.Return.MINIMAL, new Written.Removed(4)));
        writer.answered(BASE, WriteReply.of(BASE, Preference.Return.MINIMAL, new Written.Removed(0)));
        writer.answered(BASE, Reply.told(404, Outcome.json(new Problem.Missing("Patient"))));
        var entries = parsed(writer.bytes()).getEntry();
        assertThat(entries)
                .extracting(entry -> entry.getResponse().getStatus())
                .containsExactly(
                        "201 Created",
                        "201 Created",
                        "201 Created",
                        "204 No Content",
                        "204 No Content",
                        "404 Not Found");
        assertThat(entries)
                .extracting(Bundle.BundleEntryComponent::hasResource)
                .containsExactly(false, true, false, false, false, false);
        assertThat(entries.getFirst().getResponse().getLocation()).isEqualTo("Patient/a/_history/1");
        assertThat(entries.get(2).getResponse().getOutcome()).isInstanceOf(OperationOutcome.class);
        assertThat(entries.get(3).getResponse().getEtag()).isEqualTo("W/\"4\"");
        assertThat(entries.get(4).getResponse().hasEtag()).isFalse();
        assertThat(entries.get(5).getResponse().getOutcome()).isInstanceOf(OperationOutcome.class);
    }

    @Test
    void an_existing_match_of_a_conditional_create_is_no_creation() {
        var reply = WriteReply.of(BASE, Preference.Return.UNSAID, new Written.Existing(Versions.patient("a", "")));
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.location()).isEqualTo(BASE + "/Patient/a/_history/1");
    }
}
