package io.carekeep.store.interaction;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Gate;
import io.carekeep.access.LogKept;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceKey;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.search.Dates;
import io.carekeep.fhir.search.Parameter;
import io.carekeep.store.Version;
import io.carekeep.store.find.HistoryPage;
import io.carekeep.store.find.HistoryQuery;
import io.carekeep.store.find.ResourceStore;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/// Lists versions, newest first, of one resource, a type or everything: https://hl7.org/fhir/R4/http.html#history.
@Controller
final class HistoryInteraction {

    private static final DateTimeFormatter MILLIS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);
    private static final Set<String> KNOWN = Set.of("_count", "_since", "_at", "page");

    private final Gate gate;
    private final ResourceStore store;
    private final AuditEvents events;
    private final PageLink links;
    private final Bundles bundles;
    private final ZoneId zone;

    /// @param zone of dates that name no offset
    HistoryInteraction(
            Gate gate, ResourceStore store, AuditEvents events, PageLink links, Bundles bundles, ZoneId zone) {
        this.gate = gate;
        this.store = store;
        this.events = events;
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
        var words = first.words(address);
        var found = logged(caller, query, words)
                .orElseGet(() ->
                        gate.pass(caller, Action.history(type).asked(words), permit -> store.history(permit, query)));
        boolean whole = page == null && query.since() == null && query.at() == null;
        if (key != null && whole && found.versions().isEmpty()) {
            throw new Refused(new Problem.Missing(key.type().name()));
        }
        return Reply.ok(bundle(caller, first, address, page, found));
    }

    // Each event of the log has one version, which stays the current one.
    private Optional<HistoryPage> logged(Caller caller, HistoryQuery query, String words) {
        if (query.type() == null || !LogKept.isOf(query.type())) {
            return Optional.empty();
        }
        if (query.key() != null) {
            return events.read(caller, query.key().id(), words).map(event -> version(event, query));
        }
        var dates = new ArrayList<Parameter>();
        if (query.since() != null) {
            dates.add(new Parameter("date", "ge" + MILLIS.format(query.since())));
        }
        if (query.at() != null) {
            dates.add(new Parameter("date", "le" + MILLIS.format(query.at().to())));
        }
        return events.search(caller, new AuditEvents.Search(dates, query.count(), words, query.page()))
                .map(page -> new HistoryPage(page.matches(), OptionalLong.empty(), page.next()));
    }

    private static HistoryPage version(Version event, HistoryQuery query) {
        boolean wanted = (query.since() == null || !event.at().isBefore(query.since()))
                && (query.at() == null || !event.at().isAfter(query.at().to()));
        var versions = wanted ? List.of(event) : List.<Version>of();
        return new HistoryPage(versions, OptionalLong.of(versions.size()), null);
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
