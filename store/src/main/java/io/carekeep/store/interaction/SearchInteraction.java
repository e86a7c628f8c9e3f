package io.carekeep.store.interaction;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Gate;
import io.carekeep.access.LogKept;
import io.carekeep.base.Problem;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.search.Parameter;
import io.carekeep.fhir.search.Query;
import io.carekeep.fhir.search.QueryText;
import io.carekeep.fhir.search.SearchParser;
import io.carekeep.store.find.ResourceSearch;
import io.carekeep.store.find.SearchPage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/// Searches one type: https://hl7.org/fhir/R4/http.html#search.
@Controller
final class SearchInteraction {

    private static final String FORM = "application/x-www-form-urlencoded";

    private final Gate gate;
    private final ResourceSearch search;
    private final SearchParser parser;
    private final PageLink links;
    private final Bundles bundles;
    private final AuditEvents events;

    SearchInteraction(
            Gate gate,
            ResourceSearch search,
            SearchParser parser,
            PageLink links,
            Bundles bundles,
            AuditEvents events) {
        this.gate = gate;
        this.events = events;
        this.search = search;
        this.parser = parser;
        this.links = links;
        this.bundles = bundles;
    }

    @GetMapping("/fhir/{type}")
    Reply search(Caller caller, Ask ask, @PathVariable String type) {
        var known = Address.type(type);
        var page = ask.last("page");
        var place = page == null ? null : links.opened(caller, type, page);
        var question = place == null ? ask.question() : place.parameters();
        // What was let pass on the first page is let pass on the others.
        var handling = place == null ? ask.preference().handling() : SearchParser.Handling.LENIENT;
        var query = parser.parse(known, question, handling);
        var token = place == null ? null : place.token();
        var words = Ask.words(type, question);
        var logged = LogKept.isOf(known)
                ? events.search(caller, new AuditEvents.Search(question, query.count(), words, token))
                : Optional.<SearchPage>empty();
        var found = logged.orElseGet(() ->
                gate.pass(caller, Action.search(known).asked(words), permit -> search.search(permit, query, token)));
        return Reply.ok(bundle(caller, ask.base(), question, query, page, found));
    }

    @PostMapping("/fhir/{type}/_search")
    Reply posted(Caller caller, Ask ask, @PathVariable String type) {
        var all = new ArrayList<>(ask.parameters());
        all.addAll(form(ask.content()));
        return search(caller, ask.with(all), type);
    }

    /// Searching all types at once is allowed by FHIR, but not offered.
    @GetMapping({"/fhir", "/fhir/", "/fhir/_search"})
    Reply everywhere() {
        return oneTypeOnly();
    }

    @PostMapping("/fhir/_search")
    Reply postedEverywhere() {
        return oneTypeOnly();
    }

    private static Reply oneTypeOnly() {
        var problem = new Problem.Unsupported("url", "Search one type at a time: [base]/[type]?[parameters].");
        return Reply.told(problem.status(), Outcome.json(problem));
    }

    private static List<Parameter> form(Content content) {
        if (content.isEmpty()) {
            return List.of();
        }
        if (!content.type().equals(FORM)) {
            throw Format.notUnderstood(FORM);
        }
        try (var stream = content.stream()) {
            var bytes = stream.readNBytes(QueryText.LENGTH_MAX + 1);
            return QueryText.parse(new String(bytes, StandardCharsets.ISO_8859_1));
        } catch (IOException failure) {
            throw Sent.broken(failure);
        }
    }

    /// The answer to a search that was an entry of a transaction.
    /// @param url as the entry has it
    byte[] bundle(Caller caller, String base, String url, SearchPage found) {
        var address = BatchEntry.relative(url, base);
        int question = address.indexOf('?');
        var parameters = question < 0 ? List.<Parameter>of() : QueryText.ofText(address.substring(question + 1));
        var type = Address.type(question < 0 ? address : address.substring(0, question));
        var query = parser.parse(type, parameters, SearchParser.Handling.LENIENT);
        return bundle(caller, base, parameters, query, null, found);
    }

    private byte[] bundle(
            Caller caller,
            String base,
            List<Parameter> question,
            Query query,
            @Nullable String page,
            SearchPage found) {
        var type = query.type().name();
        var next = found.next() == null ? null : links.sealed(caller, type, new PageLink.Place(question, found.next()));
        var understood = new ArrayList<>(question);
        understood.removeIf(each -> query.ignored().contains(each.name()));
        var bundle = bundles.begin(
                "searchset",
                found.total(),
                Bundles.links(base + "/" + type, understood, page, next),
                Bundles.expected(found.matches()) + Bundles.expected(found.included()));
        var subset = Subset.of(query.summary(), query.elements());
        found.matches().forEach(version -> bundle.found(base, version, subset, "match"));
        found.included().forEach(version -> bundle.found(base, version, subset, "include"));
        if (!query.ignored().isEmpty()) {
            bundle.told(ignored(query.type(), query.ignored()));
        }
        return bundle.bytes();
    }

    private static byte[] ignored(ResourceType type, List<String> names) {
        var issues = new ArrayList<Problem.Issue>();
        for (var name : names) {
            issues.add(new Problem.Issue(
                    Outcome.shown(name), "not-supported", "left out: no search parameter of " + type.name()));
        }
        return Outcome.json(Outcome.Severity.WARNING, issues);
    }
}
