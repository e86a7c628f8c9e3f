package io.carekeep.server.audit;

import io.carekeep.access.Caller;
import io.carekeep.access.Permit;
import io.carekeep.audit.Handle;
import io.carekeep.audit.LogReader;
import io.carekeep.base.Phi;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import io.carekeep.identity.Account;
import io.carekeep.identity.AccountName;
import io.carekeep.identity.Accounts;
import io.carekeep.identity.FhirUser;
import io.carekeep.store.Change;
import io.carekeep.store.Version;
import io.carekeep.store.find.SearchPage;
import io.carekeep.store.interaction.AuditEvents;
import java.net.InetAddress;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Finds AuditEvents in the log. An entry's id is `log-` and its number; one that has no number yet has no id.
final class LogEvents implements AuditEvents {

    private static final ResourceType AUDIT_EVENT =
            ResourceType.of("AuditEvent").orElseThrow();
    private static final Pattern ID = Pattern.compile("log-(\\d{1,18})");
    private static final SearchPage EMPTY = new SearchPage(List.of(), List.of(), OptionalLong.empty(), null);
    // A page that finds little ends here and says where to go on.
    private static final int READ_MOST = 100_000;

    private final LogDesk desk;
    private final Accounts accounts;
    private final Known.Sources sources;
    private final ZoneId zone;

    LogEvents(LogDesk desk, Accounts accounts, Known.Sources sources, ZoneId zone) {
        this.desk = desk;
        this.accounts = accounts;
        this.sources = sources;
        this.zone = zone;
    }

    @Override
    public boolean answers(Caller caller) {
        return desk.reach(caller) != LogDesk.Reach.NOTHING;
    }

    @Override
    public Optional<SearchPage> search(Caller caller, Search asked) {
        var reach = desk.reach(caller);
        if (reach == LogDesk.Reach.NOTHING) {
            return Optional.empty();
        }
        var query = EventQuery.of(asked.question(), zone);
        if (asked.page() == null) {
            query = query.until(desk.numbered());
        }
        return Optional.of(found(caller, reach, query, asked));
    }

    private SearchPage found(Caller caller, LogDesk.Reach reach, EventQuery query, Search asked) {
        return desk.look(caller, reach, asked.words(), permit -> page(permit, reach, query, asked));
    }

    private SearchPage page(Permit permit, LogDesk.Reach reach, EventQuery query, Search asked) {
        check(reach, query);
        var patient = OptionalLong.empty();
        if (reach == LogDesk.Reach.OWN || !query.patients().isEmpty()) {
            patient = desk.patient(permit, query.patients().stream().findFirst());
            if (patient.isEmpty()) {
                return EMPTY;
            }
        }
        var agents = agents(permit, query);
        var entities = query.entities().stream()
                .map(desk::number)
                .flatMap(each -> each.stream().boxed())
                .collect(Collectors.toSet());
        if (agents.filter(Set::isEmpty).isPresent() || !query.entities().isEmpty() && entities.isEmpty()) {
            return EMPTY;
        }
        var whom = desk.whom();
        var filter = new EventFilter(query, patient, agents, entities, reach == LogDesk.Reach.OWN, whom);
        return found(permit, new View(reach, patient, whom), filter, asked);
    }

    private static void check(LogDesk.Reach reach, EventQuery query) {
        if (query.patients().size() > 1) {
            throw new Refused(new Problem.Invalid("patient", "one patient"));
        }
        if (reach == LogDesk.Reach.OWN && !query.addresses().isEmpty()) {
            throw new Refused(new Problem.Invalid("address", "nothing: only security officers see addresses"));
        }
    }

    /// For whom events are written.
    private record View(LogDesk.Reach reach, OptionalLong patient, Whom whom) {}

    // The accounts that may have asked; empty for any.
    private Optional<Set<Long>> agents(Permit permit, EventQuery query) {
        if (query.agents().isEmpty() && query.names().isEmpty()) {
            return Optional.empty();
        }
        var found = new HashSet<Long>();
        query.names()
                .forEach(name -> accounts.called(permit, AccountName.parse(name))
                        .map(Account::number)
                        .ifPresent(found::add));
        for (var agent : query.agents()) {
            accounts.identifiedAs(permit, new FhirUser(agent.type().name() + "/" + agent.id()))
                    .forEach(each -> found.add(each.number()));
        }
        return Optional.of(found);
    }

    private SearchPage found(Permit permit, View view, EventFilter filter, Search asked) {
        var page = new ArrayList<Logged>();
        var place = new Place(asked.count());
        desk.reader().each(wanted(filter, asked.page()), (number, entry) -> {
            var logged = entry == null ? null : Logged.of(number, entry);
            if (logged != null && filter.holds(logged)) {
                page.add(logged);
            }
            return number.isEmpty() || place.goesOn(number.getAsLong(), page.size());
        });
        return new SearchPage(events(permit, view, page), List.of(), OptionalLong.empty(), place.next());
    }

    /// Where a page stands.
    private static final class Place {

        private final int most;
        private long read;
        private @Nullable String next;

        Place(int most) {
            this.most = most;
        }

        boolean goesOn(long number, int found) {
            read++;
            boolean on = found < most && read < READ_MOST;
            next = on ? null : String.valueOf(number);
            return on;
        }

        @Nullable
        String next() {
            return next;
        }
    }

    private LogReader.Wanted wanted(EventFilter filter, @Nullable String page) {
        var span = filter.query().span();
        return new LogReader.Wanted(
                handle(filter), span.from(), span.until(), page == null ? Long.MAX_VALUE : Long.parseLong(page));
    }

    // What the fewest entries have.
    private static @Nullable Handle handle(EventFilter filter) {
        if (filter.patient().isPresent()) {
            return Handle.patient(filter.patient().getAsLong());
        }
        var agents = filter.agents().orElse(Set.of());
        if (agents.size() == 1) {
            return Handle.account(agents.iterator().next());
        }
        var addresses = filter.query().addresses();
        return addresses.size() == 1
                ? Handle.address(address(addresses.getFirst()).getAddress())
                : null;
    }

    static InetAddress address(String text) {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException _) {
            throw new Refused(new Problem.Invalid("address", "an IP address, such as 192.0.2.7"));
        }
    }

    @Override
    public Optional<Version> read(Caller caller, String id, String words) {
        var parts = ID.matcher(id);
        var reach = desk.reach(caller);
        if (!parts.matches() || reach == LogDesk.Reach.NOTHING) {
            return Optional.empty();
        }
        long number = Long.parseLong(parts.group(1));
        return Optional.of(desk.look(caller, reach, words, permit -> one(permit, reach, number)));
    }

    private Version one(Permit permit, LogDesk.Reach reach, long number) {
        var entry = desk.reader()
                .find(number)
                .map(each -> Logged.of(OptionalLong.of(number), each))
                .orElseThrow(LogEvents::missing);
        var whom = desk.whom();
        whom.learn(List.of(entry));
        var patient = OptionalLong.empty();
        if (reach == LogDesk.Reach.OWN) {
            patient = desk.own(permit, whom.about(entry));
            if (patient.isEmpty()) {
                throw missing();
            }
        }
        return events(permit, new View(reach, patient, whom), List.of(entry)).getFirst();
    }

    private static Refused missing() {
        return new Refused(new Problem.Missing(AUDIT_EVENT.name()));
    }

    private List<Version> events(Permit permit, View view, List<Logged> page) {
        view.whom().learn(page);
        var shown = page.stream().map(each -> shown(view, each)).toList();
        var records = new HashSet<Long>();
        var patients = new HashSet<Long>();
        for (var each : shown) {
            records.addAll(each.records());
            records.addAll(each.patients());
            patients.addAll(each.patients());
        }
        var numbers = page.stream().map(Logged::account).collect(Collectors.toSet());
        var known = sources.of(permit, numbers, records, patients);
        return shown.stream().map(each -> version(each, known)).toList();
    }

    // Who reads their own log sees what is theirs in it, and neither others' words nor the site's network.
    private static AuditEventJson.Shown shown(View view, Logged entry) {
        if (view.reach() == LogDesk.Reach.OWN) {
            long patient = view.patient().orElseThrow();
            return new AuditEventJson.Shown(entry, Set.of(patient), view.whom().own(entry, patient), false);
        }
        return new AuditEventJson.Shown(entry, view.whom().about(entry), entry.records(), true);
    }

    private static Version version(AuditEventJson.Shown shown, Known known) {
        var number = shown.entry().number();
        var id = number.isPresent() ? "log-" + number.getAsLong() : "";
        return new Version(
                AUDIT_EVENT,
                id,
                number.orElse(0),
                1,
                shown.entry().at(),
                Change.CREATED,
                Phi.of(AuditEventJson.of(id, shown, known)));
    }
}
