package io.carekeep.store;

import io.carekeep.access.Purpose;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.search.Dates;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.ToLongFunction;

/// Reads what a provision of a consent is kept to: so that it means too much rather than too little, or exactly.
final class NarrowReader {

    private static final String PURPOSES = "http://terminology.hl7.org/CodeSystem/v3-ActReason";
    private static final String TYPES = "http://hl7.org/fhir/resource-types";
    // Those who get to know something.
    private static final Set<String> RECEIVING = Set.of("PRCP", "IRCP", "CST");
    private static final Set<String> CALLERS = Set.of(
            "Practitioner", "PractitionerRole", "Organization", "RelatedPerson", "Patient", "Device", "CareTeam");
    // Whose members are known, but not from when and until when.
    private static final String GROUP = "Group";
    private static final long UNKNOWN = -1;

    private final Json doc;
    private final IndexWriter.Targets targets;
    private final Provisions.Labels labels;
    private final ZoneId zone;

    NarrowReader(Json doc, IndexWriter.Targets targets, Provisions.Labels labels, ZoneId zone) {
        this.doc = doc;
        this.targets = targets;
        this.labels = labels;
        this.zone = zone;
    }

    private record Named(List<Long> numbers, boolean known) {

        // What names something that isn't known may mean anything.
        List<Long> wide() {
            return known ? numbers : List.of();
        }

        boolean opens() {
            return known || !numbers.isEmpty();
        }
    }

    /// What it is kept to as far as that is known here.
    Narrow wide(int provision) {
        return new Narrow(
                from(provision),
                until(provision),
                named(provision, "actor", each -> actor(each, false)).wide(),
                purposes(
                        named(provision, "purpose", each -> purpose(each, true)).wide()),
                named(provision, "class", this::type).wide(),
                named(provision, "data", this::instance).wide(),
                named(provision, "securityLabel", this::label).wide());
    }

    /// What it is surely about; empty when it is narrowed by something that isn't known here.
    Optional<Narrow> exact(int provision) {
        var actors = named(provision, "actor", each -> actor(each, true));
        var purposes = named(provision, "purpose", each -> purpose(each, false));
        var classes = named(provision, "class", this::type);
        var data = named(provision, "data", this::instance);
        var some = named(provision, "securityLabel", this::label);
        boolean decided = actors.opens() && purposes.opens() && classes.opens() && data.opens() && some.opens();
        if (!decided || isNarrowedElse(provision)) {
            return Optional.empty();
        }
        return Optional.of(new Narrow(
                from(provision),
                until(provision),
                actors.numbers(),
                purposes(purposes.numbers()),
                classes.numbers(),
                data.numbers(),
                some.numbers()));
    }

    private boolean isNarrowedElse(int provision) {
        var actions = new Elements(doc).codes(provision, "action");
        boolean accessing = doc.get(provision, "action") == Json.NONE || actions.contains("access");
        return !accessing
                || doc.get(provision, "code") != Json.NONE
                || doc.get(provision, "dataPeriod") != Json.NONE
                || doc.get(provision, "modifierExtension") != Json.NONE;
    }

    private Named named(int provision, String name, ToLongFunction<Integer> reader) {
        var numbers = new ArrayList<Long>();
        var known = new boolean[] {true};
        IntConsumer taker = each -> {
            long number = reader.applyAsLong(each);
            if (number == UNKNOWN) {
                known[0] = false;
            } else {
                numbers.add(number);
            }
        };
        new Elements(doc).each(provision, name, taker);
        return new Named(numbers, known[0]);
    }

    private static long purposes(List<Long> bits) {
        return bits.stream().reduce(0L, (some, others) -> some | others);
    }

    private long actor(int actor, boolean receiving) {
        var roles = new Elements(doc).codes(actor, "role");
        if (receiving && !roles.isEmpty() && roles.stream().noneMatch(RECEIVING::contains)) {
            return UNKNOWN;
        }
        long number = target(actor);
        if (number < 0) {
            return UNKNOWN;
        }
        var type = Numbering.type(number).name();
        return CALLERS.contains(type) || !receiving && type.equals(GROUP) ? number : UNKNOWN;
    }

    private long target(int object) {
        int reference = doc.get(object, "reference");
        var text = reference == Json.NONE ? null : doc.text(reference, "reference");
        return text == null ? UNKNOWN : Math.max(targets.number(text), UNKNOWN);
    }

    // A bit is never -1: there are fewer purposes.
    private long purpose(int coding, boolean below) {
        var code = doc.text(coding, "code");
        if (code == null || !PURPOSES.equals(doc.text(coding, "system")) || !Purpose.exists(code)) {
            return UNKNOWN;
        }
        var purpose = new Purpose(code);
        return below ? purpose.bits() : purpose.bit();
    }

    private long type(int coding) {
        var code = doc.text(coding, "code");
        return code == null || !TYPES.equals(doc.text(coding, "system"))
                ? UNKNOWN
                : ResourceType.of(code).map(ResourceType::ordinal).orElse((int) UNKNOWN);
    }

    private long instance(int data) {
        return "instance".equals(doc.text(data, "meaning")) ? target(data) : UNKNOWN;
    }

    private long label(int coding) {
        var system = doc.text(coding, "system");
        var code = doc.text(coding, "code");
        return system == null || code == null ? UNKNOWN : labels.token(system + "|" + code);
    }

    private long from(int provision) {
        return time(provision, "start", Dates.Span::low, -Relationship.EVER);
    }

    private long until(int provision) {
        return time(provision, "end", Dates.Span::high, Relationship.EVER);
    }

    private long time(int provision, String name, ToLongFunction<Dates.Span> end, long open) {
        int period = doc.get(provision, "period");
        var text = period == Json.NONE ? null : doc.text(period, name);
        return text == null
                ? open
                : Dates.span(text, zone).map(end::applyAsLong).orElse(open);
    }
}
