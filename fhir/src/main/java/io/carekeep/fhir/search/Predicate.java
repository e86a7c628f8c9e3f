package io.carekeep.fhir.search;

import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a resource must be like to be found. A search and a policy's criteria are written in it; the store makes it one
/// statement.
public sealed interface Predicate {

    /// What every resource is like.
    static Predicate anything() {
        return new All(List.of());
    }

    /// What no resource is like.
    static Predicate nothing() {
        return new Any(List.of());
    }

    /// Decided by the columns of the resource's own row.
    sealed interface Own extends Predicate {}

    /// Leads through another resource.
    sealed interface Link extends Predicate {}

    record All(List<Predicate> parts) implements Predicate {}

    record Any(List<Predicate> parts) implements Predicate {}

    record Not(Predicate part) implements Predicate {}

    /// One of the branches holds this normalised value.
    record Value(List<Integer> expressions, String normalised) implements Own {}

    /// One of the branches holds a coding of this pattern.
    /// @param system null for any, empty for none
    /// @param code null for any
    /// @param text how the display starts, or null for any
    record Coded(
            List<Integer> expressions,
            @Nullable String system,
            @Nullable String code,
            @Nullable String text) implements Own {}

    /// One of the branches holds a coding of the vocabulary that is this URI or one below it.
    record Beneath(List<Integer> expressions, String uri) implements Own {}

    /// One of the branches refers to this resource.
    /// @param types the types that it may have, when the reference does not say
    record Refers(List<Integer> expressions, List<ResourceType> types, String id) implements Own {}

    /// One of the branches has a range that meets `[low, high]`, both inside.
    record Meets(List<Integer> expressions, long low, long high) implements Own {}

    /// The parameter with this bit has a value.
    record Present(int bit) implements Own {}

    /// One of the branches refers to a resource of one of these types that is like this.
    record Linked(List<Integer> expressions, List<ResourceType> types, Predicate target) implements Link {}

    /// A resource of this type refers here by one of the branches, and is like this.
    record LinkedFrom(ResourceType source, List<Integer> expressions, Predicate criteria) implements Link {}

    /// It has one of these ids.
    record Ids(List<String> ids) implements Own {}

    /// It belongs to one of the patients with these ids: it lies in their homes.
    record AtHome(List<String> patients) implements Own {}

    /// It lies in the home of a patient to whom one of these is bound at present.
    /// @param actors such as `Practitioner/1`
    /// @param account that is not bound by what it wrote itself
    /// @param early how many milliseconds before it begins a bond counts
    /// @param late how many milliseconds after its end it still counts
    record Bound(Bond bond, List<String> actors, long account, long early, long late) implements Own {}

    /// It lies in the home of a patient whose records the account has opened in an emergency, and not closed yet.
    record Opened(long account) implements Own {}

    /// Who asks, as consents speak of them.
    /// @param actors such as `Practitioner/1`
    /// @param account to which what it wrote itself opens nothing
    /// @param purpose the bit of what they ask for, or 0 when that isn't known
    record Asker(List<String> actors, long account, long purpose) {}

    /// A sensitivity label, and the branches by which records of the type hold it.
    record Labelled(List<Integer> expressions, String system, String code) {}

    /// A consent of the patient in whose home it lies keeps it from who asks.
    /// @param labels that are known; a consent that speaks of another means every record
    record Withheld(Asker by, List<Labelled> labels) implements Own {}

    /// A consent of the patient in whose home it lies opens this label to who asks.
    record Allowed(Asker by, Labelled label) implements Own {}

    /// It was last written in this span of milliseconds, both inside.
    record Updated(long low, long high) implements Own {}

    /// The List with this id has it as an entry.
    record InList(String id) implements Link {}

    /// What a resource of this store says it is; that resource is looked for as the caller sees it.
    /// @param by its type
    /// @param source how it is found
    /// @param place the parameter that asks, for a refusal when not exactly one is found
    record Defined(ResourceType by, Predicate source, String place, Definition definition) implements Predicate {}

    /// Reads a predicate out of a record.
    interface Definition {
        /// @throws Refused when the record can't be used for it
        Predicate of(Json doc);
    }

    /// What a policy asks: its links pass through all that is there, whatever the caller may see.
    record Policed(Predicate criteria) implements Predicate {}

    /// The index narrows it down; the check decides on the opened record.
    record Checked(Predicate index, BodyCheck check) implements Predicate {}
}
