package io.carekeep.fhir.path;

import io.carekeep.fhir.json.Json;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;

/// What an expression may ask about besides its own element.
/// @param resource the resource that holds the element: `%resource`
/// @param root the resource that contains that one, or itself: `%rootResource`
/// @param clock for `now()` and `today()`
/// @param constants further `%name`s
public record Context(int resource, int root, Clock clock, Map<String, Items> constants) {

    private static final Clock UTC = Clock.systemUTC();

    public Context {
        constants = Map.copyOf(constants);
    }

    /// The whole document is the resource.
    public static Context document() {
        return new Context(0, 0, UTC, Map.of());
    }

    /// An element of a resource that may be contained in another.
    public static Context of(int resource, int root) {
        return new Context(resource, root, UTC, Map.of());
    }

    /// The same with one more constant.
    public Context with(String name, Items value) {
        var more = new HashMap<>(constants);
        more.put(name, value);
        return new Context(resource, root, clock, more);
    }

    boolean hasResource() {
        return resource != Json.NONE;
    }
}
