package io.carekeep.store.oracle;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Resource;

/// A record that the store holds, as HAPI reads it.
/// @param number its place in the default order
/// @param at when it was last written, in milliseconds since the epoch
/// @param extracted what was found in it, by parameter
record Known(String type, String id, long number, long at, Resource resource, Map<String, List<Base>> extracted) {

    Known(String type, String id, long number, long at, Resource resource) {
        this(type, id, number, at, resource, new ConcurrentHashMap<>());
    }

    String address() {
        return type + "/" + id;
    }
}
