package io.carekeep.store.write;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceKey;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// One entry of a transaction, as its request says:
/// https://hl7.org/fhir/R4/bundle-definitions.html#Bundle.entry.request.
/// @param at its place in the bundle
/// @param path the URL before the `?`, without a slash in front
/// @param query the URL after the `?`, or null when it has none
/// @param resource its node, or [Json#NONE]
record Entry(
        int at,
        Method method,
        String path,
        @Nullable String query,
        @Nullable String fullUrl,
        int resource,
        OptionalInt ifMatch,
        @Nullable String ifNoneExist) {

    enum Method {
        DELETE,
        POST,
        PUT,
        PATCH,
        GET
    }

    /// How many entries a bundle may have.
    static final int ENTRIES_MAX = 50_000;

    /// The entries of a bundle.
    /// @throws Refused naming the entry that can't be understood
    static List<Entry> of(Json bundle) {
        int entries = bundle.get(0, "entry");
        var found = new ArrayList<Entry>();
        if (entries == Json.NONE) {
            return found;
        }
        if (bundle.kind(entries) != Json.Kind.ARRAY) {
            throw new Refused(new Problem.Invalid("Bundle.entry", "a list of entries"));
        }
        for (int each = bundle.first(entries); each != Json.NONE; each = bundle.next(each, entries)) {
            if (found.size() == ENTRIES_MAX) {
                throw new Refused(new Problem.TooLarge("bundle-entries", ENTRIES_MAX));
            }
            found.add(entry(bundle, each, found.size()));
        }
        return found;
    }

    private static Entry entry(Json bundle, int entry, int at) {
        int request = bundle.get(entry, "request");
        if (request == Json.NONE) {
            throw invalid(at, "request", "a request with method and url: each entry of a transaction has one");
        }
        var method = method(bundle, request, at);
        var url = bundle.text(request, "url");
        if (url == null || url.isEmpty()) {
            throw invalid(at, "request.url", "a URL such as Patient or Patient/1");
        }
        int mark = url.indexOf('?');
        var path = mark < 0 ? url : url.substring(0, mark);
        if (method == Method.POST && path.indexOf('/', 1) >= 0) {
            throw invalid(at, "request.url", "the resource type alone: a create names no id");
        }
        return new Entry(
                at,
                method,
                path.startsWith("/") ? path.substring(1) : path,
                mark < 0 ? null : url.substring(mark + 1),
                bundle.text(entry, "fullUrl"),
                resource(bundle, entry, method, at),
                ifMatch(bundle.text(request, "ifMatch"), at),
                bundle.text(request, "ifNoneExist"));
    }

    private static Method method(Json bundle, int request, int at) {
        var text = bundle.text(request, "method");
        for (var method : Method.values()) {
            if (method.name().equals(text)) {
                return method;
            }
        }
        throw invalid(at, "request.method", "DELETE, POST, PUT, PATCH or GET");
    }

    private static int resource(Json bundle, int entry, Method method, int at) {
        int resource = bundle.get(entry, "resource");
        boolean needed = method == Method.POST || method == Method.PUT || method == Method.PATCH;
        if (needed && (resource == Json.NONE || bundle.kind(resource) != Json.Kind.OBJECT)) {
            throw invalid(at, "resource", "the resource to write");
        }
        return needed ? resource : Json.NONE;
    }

    private static OptionalInt ifMatch(@Nullable String tag, int at) {
        if (tag == null) {
            return OptionalInt.empty();
        }
        var number = tag.startsWith("W/\"") && tag.endsWith("\"") ? tag.substring(3, tag.length() - 1) : tag;
        if (!number.matches("\\d{1,9}")) {
            throw invalid(at, "request.ifMatch", "an entity tag such as W/\"2\"");
        }
        return OptionalInt.of(Integer.parseInt(number));
    }

    static Refused invalid(int at, String where, String text) {
        return new Refused(new Problem.Invalid("Bundle.entry[" + at + "]." + where, text));
    }

    String place(String where) {
        return "Bundle.entry[" + at + "]." + where;
    }

    Refused refused(String where, String text) {
        return invalid(at, where, text);
    }

    /// The type that the URL names.
    ResourceType type() {
        int slash = path.indexOf('/');
        return ResourceType.of(slash < 0 ? path : path.substring(0, slash))
                .orElseThrow(() -> refused("request.url", "a resource type of FHIR R4"));
    }

    /// The resource that the URL names.
    ResourceKey key() {
        int slash = path.indexOf('/');
        var id = slash < 0 ? "" : path.substring(slash + 1);
        if (!ResourceKey.isId(id)) {
            throw refused("request.url", "[type]/[id]");
        }
        return new ResourceKey(type(), id);
    }

    /// Whether the URL names a resource by a condition.
    boolean conditional() {
        return query != null && path.indexOf('/') < 0;
    }

    @Override
    public String toString() {
        return "entry " + at;
    }
}
