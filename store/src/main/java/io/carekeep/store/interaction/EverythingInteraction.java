package io.carekeep.store.interaction;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Gate;
import io.carekeep.access.Interaction;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.search.Dates;
import io.carekeep.store.find.ResourceSearch;
import io.carekeep.store.find.SearchPage;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/// Brings a patient's whole record, page by page: https://hl7.org/fhir/R4/patient-operation-everything.html.
@Controller
final class EverythingInteraction {

    private static final Set<String> KNOWN = Set.of("_count", "_since", "_type", "page");

    private final Gate gate;
    private final ResourceSearch search;
    private final PageLink links;
    private final Bundles bundles;
    private final ZoneId zone;

    /// @param zone of dates that name no offset
    EverythingInteraction(Gate gate, ResourceSearch search, PageLink links, Bundles bundles, ZoneId zone) {
        this.gate = gate;
        this.search = search;
        this.links = links;
        this.bundles = bundles;
        this.zone = zone;
    }

    @GetMapping("/fhir/Patient/{id}/$everything")
    Reply everything(Caller caller, Ask ask, @PathVariable String id) {
        ask.demandOnly(KNOWN);
        var key = Address.key("Patient", id);
        var address = Address.of(key) + "/$everything";
        var page = ask.last("page");
        var place = page == null ? null : links.opened(caller, address, page);
        var first = place == null ? ask : ask.with(place.parameters());
        var types = types(first);
        long since = since(first);
        int count = PageSize.of(first.last("_count"));
        var token = place == null ? null : place.token();
        var found = gate.pass(
                caller,
                new Action(Interaction.EVERYTHING, key.type()).asked(first.words(address)),
                permit -> search.everything(permit, key, types, since, count, token));
        if (page == null && types.isEmpty() && since == Long.MIN_VALUE && isEmpty(found)) {
            throw new Refused(new Problem.Missing("Patient"));
        }
        return Reply.ok(bundle(caller, first, address, page, found));
    }

    @PostMapping("/fhir/Patient/{id}/$everything")
    Reply posted(Caller caller, Ask ask, @PathVariable String id) {
        var all = new ArrayList<>(ask.parameters());
        all.addAll(OperationParameters.of(ask.content()).simple());
        return everything(caller, ask.with(all), id);
    }

    private static boolean isEmpty(SearchPage found) {
        return found.matches().isEmpty() && found.included().isEmpty();
    }

    private static List<String> types(Ask ask) {
        if (ask.last("start") != null || ask.last("end") != null) {
            throw new Refused(new Problem.Unsupported(
                    "start", "A patient's record comes whole: dates of care don't cut it. Use _since or _type."));
        }
        var types = ask.all("_type");
        for (var type : types) {
            if (ResourceType.of(type).isEmpty()) {
                throw new Refused(new Problem.Invalid("_type", "resource types with commas between them"));
            }
        }
        return types;
    }

    private long since(Ask ask) {
        var since = ask.last("_since");
        return since == null
                ? Long.MIN_VALUE
                : Dates.span(since, zone)
                        .orElseThrow(
                                () -> new Refused(new Problem.Invalid("_since", "a time such as 2026-08-15T12:00:00Z")))
                        .low();
    }

    private byte[] bundle(Caller caller, Ask ask, String address, @Nullable String page, SearchPage found) {
        var question = ask.question();
        var next =
                found.next() == null ? null : links.sealed(caller, address, new PageLink.Place(question, found.next()));
        var bundle = bundles.begin(
                "searchset",
                found.total(),
                Bundles.links(ask.base() + "/" + address, question, page, next),
                Bundles.expected(found.matches()) + Bundles.expected(found.included()));
        var subset = Subset.of(ask);
        found.matches().forEach(version -> bundle.found(ask.base(), version, subset, "match"));
        found.included().forEach(version -> bundle.found(ask.base(), version, subset, "include"));
        return bundle.bytes();
    }
}
