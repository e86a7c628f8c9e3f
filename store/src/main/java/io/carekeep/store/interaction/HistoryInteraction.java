package io.carekeep.store.interaction;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Gate;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceKey;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.search.Dates;
import io.carekeep.store.find.HistoryPage;
import io.carekeep.store.find.HistoryQuery;
import io.carekeep.store.find.ResourceStore;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/// Lists versions, newest first, of one resource, a type or everything: https://hl7.org/fhir/R4/http.html#history.
@Controller
final class HistoryInteraction {

    private static final Set<String> KNOWN = Set.of("_count", "_since", "_at", "page");

    private final Gate gate;
    private final ResourceStore store;
    private final PageLink links;
    private final Bundles bundles;
    private final ZoneId zone;

    /// @param zone of dates that name no offset
    HistoryInteraction(Gate gate, ResourceStore store, PageLink links, Bundles bundles, ZoneId zone) {
        this.gate = gate;
        this.store = store;
        this.links = links;
        this.bundles = bundles;
        this.zone = zone;
    }

    @GetMapping("/fhir/{type}/{id}/_history")
    Reply ofInstance(Caller caller, Ask ask, @PathVariable String type, @PathVariable String id) {
        var key = Address.key(type, id);
        return history(caller, ask, Address.of(key) + "/_history", key.type(), key);
    }

    @GetMapping("/fhir/{type}/_history")
    Reply ofType(Caller caller, Ask ask, @PathVariable String type) {
        return history(caller, ask, type + "/_history", Address.type(type), null);
    }

    @GetMapping("/fhir/_history")
    Reply ofSystem(Caller caller, Ask ask) {
        return history(caller, ask, "_history", null, null);
    }

    private Reply history(
            Caller caller, Ask ask, String address, @Nullable ResourceType type, @Nullable ResourceKey key) {
        ask.demandOnly(KNOWN);
        var page = ask.last("page");
        var place = page == null ? null : links.opened(caller, address, page);
        var first = place == null ? ask : ask.with(place.parameters());
        var query = query(first, type, key, place == null ? null : place.token());
        var found = gate.pass(
                caller, Action.history(type).asked(first.words(address)), permit -> store.history(permit, query));
        boolean whole = page == null && query.since() == null && query.at() == null;
        if (key != null && whole && found.versions().isEmpty()) {
            throw new Refused(new Problem.Missing(key.type().name()));
        }
        return Reply.ok(bundle(caller, first, address, page, found));
    }

    private HistoryQuery query(
            Ask ask, @Nullable ResourceType type, @Nullable ResourceKey key, @Nullable String token) {
        var since = ask.last("_since");
        var at = ask.last("_at");
        return new HistoryQuery(
                type,
                key,
                since == null
                        ? null
                        : Instant.ofEpochMilli(span("_since", since).low()),
                at == null ? null : span(span("_at", at)),
                PageSize.of(ask.last("_count")),
                token);
    }

    private Dates.Span span(String name, String text) {
        return Dates.span(text, zone)
                .orElseThrow(
                        () -> new Refused(new Problem.Invalid(name, "a date or a time such as 2026-08-15T12:00:00Z")));
    }

    private static HistoryQuery.Span span(Dates.Span span) {
        return new HistoryQuery.Span(Instant.ofEpochMilli(span.low()), Instant.ofEpochMilli(span.high()));
    }

    private byte[] bundle(Caller caller, Ask ask, String address, @Nullable String page, HistoryPage found) {
        var question = ask.question();
        var next =
                found.next() == null ? null : links.sealed(caller, address, new PageLink.Place(question, found.next()));
        var subset = Subset.of(ask);
        var bundle = bundles.begin(
                "history",
                found.total(),
                Bundles.links(ask.base() + "/" + address, question, page, next),
                Bundles.expected(found.versions()));
        for (var version : found.versions()) {
            bundle.past(ask.base(), version, subset);
        }
        return bundle.bytes();
    }
}
