package io.carekeep.store;

import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.search.Bond;
import io.carekeep.fhir.search.Dates;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Reads out of records who is bound to which patient, and from when until when: care teams, encounters, appointments,
/// episodes of care, a patient's general practitioners, attribution lists, and related persons. Who a practitioner is
/// among the accounts is said by administrators, never by a record; a `PractitionerRole` binds nobody.
final class Relationships {

    private static final Map<String, Set<String>> STATUSES = Map.of(
            "CareTeam", Set.of("active"),
            "Encounter", Set.of("planned", "arrived", "triaged", "in-progress", "onleave", "finished", "unknown"),
            "Appointment", Set.of("pending", "booked", "arrived", "fulfilled", "checked-in"),
            "EpisodeOfCare", Set.of("active", "onhold", "finished"));
    // Without a period, those of which it is known that they are going on.
    private static final Set<String> GOING_ON = Set.of("arrived", "triaged", "in-progress", "onleave");
    private static final Set<String> SAYING =
            Set.of("CareTeam", "Encounter", "Appointment", "EpisodeOfCare", "Patient", "Group", "RelatedPerson");

    private static final ResourceType ORGANIZATION =
            ResourceType.of("Organization").orElseThrow();
    private static final Set<ResourceType> CARING = Set.of(
            ResourceType.of("Practitioner").orElseThrow(),
            ResourceType.of("PractitionerRole").orElseThrow());

    private final Json doc;
    private final int node;
    private final long number;
    private final IndexWriter.Targets targets;
    private final ZoneId zone;
    private final List<Relationship> found = new ArrayList<>();

    private Relationships(Json doc, int node, long number, IndexWriter.Targets targets, ZoneId zone) {
        this.doc = doc;
        this.node = node;
        this.number = number;
        this.targets = targets;
        this.zone = zone;
    }

    /// Whether records of this type say anything of it.
    static boolean isSaidBy(ResourceType type) {
        return SAYING.contains(type.name());
    }

    /// What a record says.
    /// @param node its object in the document
    /// @param zone of dates that name no offset
    static List<Relationship> of(
            Json doc, int node, ResourceType type, long number, IndexWriter.Targets targets, ZoneId zone) {
        var reader = new Relationships(doc, node, number, targets, zone);
        reader.read(type.name());
        return reader.found.stream().filter(Relationship::holds).distinct().toList();
    }

    private record Span(long low, long high) {

        static final Span EVER = new Span(-Relationship.EVER, Relationship.EVER);
        static final Span NEVER = new Span(0, -1);

        Span and(Span other) {
            return new Span(Math.max(low, other.low), Math.min(high, other.high));
        }
    }

    private void read(String type) {
        var statuses = STATUSES.get(type);
        if (statuses != null && !statuses.contains(status())) {
            return;
        }
        switch (type) {
            case "CareTeam" -> careTeam();
            case "Encounter" -> encounter();
            case "Appointment" -> appointment();
            case "EpisodeOfCare" -> episode();
            case "Patient" -> patient();
            case "Group" -> group();
            case "RelatedPerson" -> relatedPerson();
            default -> {}
        }
    }

    private String status() {
        var status = doc.text(node, "status");
        return status == null ? "" : status;
    }

    private void careTeam() {
        long patient = target(node, "subject");
        var span = period(node);
        each(node, "participant", member -> bind(target(member, "member"), patient, span.and(period(member))));
        each(node, "managingOrganization", each -> bind(target(each), patient, span));
    }

    private void encounter() {
        long patient = target(node, "subject");
        var span = has(node, "period") || GOING_ON.contains(status()) ? period(node) : Span.NEVER;
        each(node, "participant", each -> bind(target(each, "individual"), patient, span.and(period(each))));
        bind(target(node, "serviceProvider"), patient, span);
    }

    private void appointment() {
        var span = has(node, "start") && has(node, "end") ? between("start", "end", node) : Span.NEVER;
        var patients = new ArrayList<Long>();
        each(node, "participant", each -> {
            long actor = target(each, "actor");
            if (HomeRule.isPatient(actor)) {
                patients.add(actor);
            }
        });
        each(node, "participant", each -> {
            if (!"declined".equals(doc.text(each, "status"))) {
                patients.forEach(patient -> bind(target(each, "actor"), patient, span.and(period(each))));
            }
        });
    }

    private void episode() {
        long patient = target(node, "patient");
        var span = has(node, "period") || "active".equals(status()) ? period(node) : Span.NEVER;
        bind(target(node, "careManager"), patient, span);
        bind(target(node, "managingOrganization"), patient, span);
    }

    private void patient() {
        each(node, "generalPractitioner", each -> bind(target(each), number, Span.EVER));
        bind(target(node, "managingOrganization"), number, Span.EVER);
    }

    // Who is answerable for a list of persons cares for those on it.
    private void group() {
        boolean counts = "true".equals(doc.text(node, "actual"))
                && "person".equals(doc.text(node, "type"))
                && !"false".equals(doc.text(node, "active"));
        if (!counts) {
            return;
        }
        long answerable = target(node, "managingEntity");
        each(node, "member", member -> {
            if (!"true".equals(doc.text(member, "inactive"))) {
                bind(answerable, target(member, "entity"), period(member));
            }
        });
    }

    private void relatedPerson() {
        long patient = target(node, "patient");
        if (!"false".equals(doc.text(node, "active")) && HomeRule.isPatient(patient)) {
            add(Bond.PROXY, number, patient, period(node));
        }
    }

    private void bind(long actor, long patient, Span span) {
        if (actor < 0 || !HomeRule.isPatient(patient)) {
            return;
        }
        if (CARING.contains(Numbering.type(actor))) {
            add(Bond.CARE, actor, patient, span);
        } else if (Numbering.isOf(actor, ORGANIZATION)) {
            add(Bond.ORGANIZATION, actor, patient, span);
        }
    }

    private void add(Bond bond, long actor, long patient, Span span) {
        found.add(new Relationship(bond, actor, patient, span.low(), span.high()));
    }

    private boolean has(int object, String name) {
        return doc.get(object, name) != Json.NONE;
    }

    // A reference that the property holds, or a negative number.
    private long target(int object, String name) {
        int property = doc.get(object, name);
        return property == Json.NONE ? HomeRule.NONE : target(property);
    }

    private long target(int reference) {
        var text = doc.text(reference, "reference");
        return text == null ? HomeRule.NONE : targets.number(text);
    }

    private Span period(int object) {
        int period = doc.get(object, "period");
        return period == Json.NONE ? Span.EVER : between("start", "end", period);
    }

    private Span between(String start, String end, int object) {
        return new Span(
                time(doc.text(object, start), Dates.Span::low, -Relationship.EVER),
                time(doc.text(object, end), Dates.Span::high, Relationship.EVER));
    }

    private long time(@Nullable String text, ToLongFunction<Dates.Span> end, long open) {
        return text == null
                ? open
                : Dates.span(text, zone).map(end::applyAsLong).orElse(open);
    }

    private void each(int object, String name, IntConsumer taker) {
        int property = doc.get(object, name);
        if (property == Json.NONE) {
            return;
        }
        for (int item = doc.first(property); item != Json.NONE; item = doc.next(item, property)) {
            taker.accept(item);
        }
    }
}
