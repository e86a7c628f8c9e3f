package io.carekeep.store.interaction;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceKey;
import io.carekeep.fhir.ResourceType;

/// What the parts of an address name.
final class Address {

    private static final int VERSION_DIGITS_MAX = 9;

    private Address() {}

    static ResourceType type(String name) {
        return ResourceType.of(name).orElseThrow(() -> new Refused(new Problem.Missing("type")));
    }

    static ResourceKey key(String type, String id) {
        if (id.startsWith("$")) {
            throw new Refused(new Problem.Missing("operation"));
        }
        return ResourceKey.parse(type, id);
    }

    /// A version's number.
    static int version(ResourceType type, String text) {
        if (text.isEmpty()
                || text.length() > VERSION_DIGITS_MAX
                || text.chars().anyMatch(letter -> letter < '0' || letter > '9')) {
            throw new Refused(new Problem.Missing(type.name()));
        }
        return Integer.parseInt(text);
    }

    /// Where one resource is read, from the base on.
    static String of(ResourceKey key) {
        return key.type().name() + "/" + key.id();
    }
}
