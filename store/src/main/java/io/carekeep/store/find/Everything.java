package io.carekeep.store.find;

import io.carekeep.access.Permit;
import io.carekeep.access.Restriction;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.mask.Mask;
import io.carekeep.fhir.search.Predicate;
import io.carekeep.store.HomeRule;
import io.carekeep.store.Numbering;
import io.carekeep.store.SealedRow;
import io.carekeep.store.Sharing;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Collects what belongs to one patient, page by page.
final class Everything {

    /// A page: the patient's own, what those refer to, and where it ended when there is more.
    record Page(
            List<SealedRow> rows,
            List<SealedRow> beside,
            @Nullable Mark next) {

        List<SealedRow> all() {
            return Stream.concat(rows.stream(), beside.stream()).toList();
        }

        /// The place after a row; the patient comes before all others.
        Mark mark(int last, long patient) {
            long number = rows.get(last).number();
            return Mark.at(number == patient ? 0 : number);
        }
    }

    private final Matches matches;
    private final Compartment compartment;
    private final Compiler compiler;
    private final Resolver resolver;
    private final Permit permit;
    private final Showing showing;
    private final String id;

    /// @param id the patient's
    Everything(Matches matches, Lookup lookup, Permit permit, Showing showing, String id) {
        this.matches = matches;
        this.compartment = matches.compartment();
        this.compiler = new Compiler(permit, lookup);
        this.resolver = new Resolver(matches, compiler);
        this.permit = permit;
        this.showing = showing;
        this.id = id;
    }

    Page page(long patient, List<String> types, long since, @Nullable Mark after, int count) {
        var rows = new ArrayList<SealedRow>();
        var own = patient(patient);
        if (after == null && wanted(Numbering.type(patient), types) && own.row().at() >= since) {
            rows.add(own);
        }
        var found = others(patient, types, since, after, count + 1 - rows.size());
        boolean more = rows.size() + found.size() > count;
        rows.addAll(more ? found.subList(0, found.size() - 1) : found);
        var whole = new Page(rows, shared(rows), null);
        if (!more) {
            return whole;
        }
        var next = rows.isEmpty() ? Mark.at(0) : whole.mark(rows.size() - 1, patient);
        return new Page(rows, whole.beside(), next);
    }

    private SealedRow patient(long patient) {
        var type = Numbering.type(patient);
        resolver.resolve(compiler.restriction(type));
        var found = new ArrayList<SealedRow>();
        var plan = compiler.finding(() -> new Plan(type, Predicate.anything(), compiler))
                .among(new long[] {patient});
        matches.all(type, plan, "patients", 1, (row, _) -> found.add(row));
        if (found.isEmpty()) {
            throw new Refused(new Problem.Missing(type.name()));
        }
        return found.getFirst();
    }

    private static boolean wanted(ResourceType type, List<String> types) {
        return types.isEmpty() || types.contains(type.name());
    }

    // One statement while no type is restricted; else type after type of those that are there, each under its own
    // restriction.
    private List<SealedRow> others(long patient, List<String> types, long since, @Nullable Mark after, int most) {
        var values = new long[] {Numbering.compartment(patient)};
        long from = after == null ? 0 : after.number();
        if (types.isEmpty() && unrestricted()) {
            return compartment.first(patient, since, from, most);
        }
        var found = new ArrayList<SealedRow>();
        var there = compartment.types(patient);
        for (var type : ResourceType.all()) {
            if (found.size() < most && there.contains(type) && wanted(type, types) && Numbering.last(type) > from) {
                resolver.resolve(compiler.restriction(type));
                var asked = new Predicate.All(
                        List.of(new Predicate.Updated(since, Long.MAX_VALUE), belongs(type, Numbering.type(patient))));
                resolver.resolve(asked);
                var plan =
                        compiler.finding(() -> new Plan(type, asked, compiler)).having(values);
                matches.page(type, plan, Order.BY_NUMBER, Mark.at(from), most - found.size() + 1).stream()
                        .map(Matches.Match::row)
                        .filter(row -> row.number() != patient)
                        .limit(most - found.size())
                        .forEach(found::add);
            }
        }
        return found;
    }

    // What says whose it is may be hidden; it may lie with the patient without saying so.
    private Predicate belongs(ResourceType type, ResourceType patient) {
        var masked = showing.query(permit);
        if (!masked.hides(type)) {
            return Predicate.anything();
        }
        var says = new Predicate.Refers(HomeRule.expressions(type), List.of(patient), id);
        return new Predicate.Any(List.of(masked.of(type, says), new Predicate.Not(says)));
    }

    private boolean unrestricted() {
        return ResourceType.all().stream().allMatch(type -> permit.restriction(type) instanceof Restriction.Everything);
    }

    private List<SealedRow> shared(List<SealedRow> rows) {
        var numbers = new TreeSet<Long>();
        var masks = showing.masks(type -> permit.restriction(type).grants(), rows);
        for (var row : rows) {
            var mask = masks.getOrDefault(row, Mask.NONE);
            for (long value : row.row().index()) {
                long number = Numbering.number(value);
                if (Numbering.isReference(value)
                        && Sharing.isShared(Numbering.type(number))
                        && isSeen((int) (value >> 48), mask)) {
                    numbers.add(number);
                }
            }
        }
        Set<Long> seen = new TreeSet<>();
        return new Including(matches, compiler, showing, permit).fetched(numbers, seen);
    }

    private boolean isSeen(int expression, Mask mask) {
        return mask.isNone()
                || !showing.query(permit).seen(List.of(expression), mask).isEmpty();
    }
}
