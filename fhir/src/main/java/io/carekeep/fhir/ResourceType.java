package io.carekeep.fhir;

import io.carekeep.base.Check;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A type of resource that can be stored: the 145 concrete types of https://hl7.org/fhir/R4/resourcelist.html but
/// Parameters. The ordinals are part of every stored number: the list is frozen.
public final class ResourceType {

    private static final List<ResourceType> ALL = load();
    private static final Map<String, ResourceType> BY_NAME =
            ALL.stream().collect(Collectors.toUnmodifiableMap(ResourceType::name, Function.identity()));

    private final int ordinal;
    private final String name;

    private ResourceType(int ordinal, String name) {
        this.ordinal = ordinal;
        this.name = name;
    }

    private static List<ResourceType> load() {
        try (var resource = Objects.requireNonNull(
                ResourceType.class.getResourceAsStream("resource-types.txt"), "resource types")) {
            var names = new String(resource.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return IntStream.range(0, names.size())
                    .mapToObj(at -> new ResourceType(at + 1, names.get(at)))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// All of them, by ordinal.
    public static List<ResourceType> all() {
        return ALL;
    }

    /// The type with this name, if there is one.
    public static Optional<ResourceType> of(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /// The type with this ordinal, 1 to 145.
    public static ResourceType at(int ordinal) {
        Check.that(ordinal >= 1 && ordinal <= ALL.size(), "a type's ordinal is in the list");
        return ALL.get(ordinal - 1);
    }

    public int ordinal() {
        return ordinal;
    }

    public String name() {
        return name;
    }

    @Override
    public String toString() {
        return name;
    }
}
