package io.carekeep.fhir.validation;

import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.json.Names;
import java.util.List;
import java.util.stream.Stream;

/// The names of all concrete resource types, numbered from 1: the storable ones and Parameters.
final class ResourceTypes {

    static final int UNKNOWN = Names.UNKNOWN;

    private final List<String> names = Stream.concat(
                    ResourceType.all().stream().map(ResourceType::name), Stream.of("Parameters"))
            .toList();
    private final Names table = new Names(names);
    private final int property;

    /// @param names numbers the properties' names
    ResourceTypes(Names names) {
        this.property = names.number("resourceType");
    }

    List<String> names() {
        return names;
    }

    int number(String name) {
        return table.number(name);
    }

    int number(byte[] bytes, int from, int to) {
        return table.number(bytes, from, to);
    }

    /// The number of the property `resourceType`.
    int property() {
        return property;
    }

    /// The type that an object says it is, or [#UNKNOWN].
    int of(Json doc, int resource) {
        int name = doc.get(resource, property);
        return name == Json.NONE || doc.kind(name) != Json.Kind.STRING
                ? UNKNOWN
                : table.number(doc.bytes(), doc.start(name) + 1, doc.end(name) - 1);
    }
}
