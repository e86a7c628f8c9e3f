package io.carekeep.store.oracle;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Reference;

/// The records that a caller may see, and how they refer to each other.
final class World {

    private final Map<String, Known> records = new LinkedHashMap<>();

    World(Collection<Known> visible) {
        visible.forEach(each -> records.put(each.address(), each));
    }

    Collection<Known> all() {
        return records.values();
    }

    List<Known> of(String type) {
        return records.values().stream()
                .filter(each -> each.type().equals(type))
                .toList();
    }

    World only(Predicate<Known> seen) {
        return new World(records.values().stream().filter(seen).toList());
    }

    World with(UnaryOperator<Known> seen) {
        return new World(records.values().stream().map(seen).toList());
    }

    Optional<Known> find(String address) {
        return Optional.ofNullable(records.get(address));
    }

    /// The record that a literal reference leads to.
    Optional<Known> target(Base value) {
        return address(value).flatMap(this::find);
    }

    /// `[type]/[id]` of a literal reference to a record of this server.
    static Optional<String> address(Base value) {
        var literal = value instanceof Reference reference ? reference.getReference() : null;
        if (literal == null
                || !Objects.requireNonNull(literal).matches("[A-Z]\\w+/[A-Za-z0-9.\\-]+(/_history/\\d+)?")) {
            return Optional.empty();
        }
        return Optional.of(literal.replaceAll("/_history/.*", ""));
    }
}
