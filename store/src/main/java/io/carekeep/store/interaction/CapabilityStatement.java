package io.carekeep.store.interaction;

import io.carekeep.access.LogKept;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.definitions.Definitions;
import io.carekeep.fhir.definitions.SearchParameterDef;
import io.carekeep.fhir.search.Kind;
import io.carekeep.fhir.search.SearchParameter;
import io.carekeep.fhir.search.SearchParameters;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Writes the statement of what the server can do: https://hl7.org/fhir/R4/capabilitystatement.html.
final class CapabilityStatement {

    // Routes, and what they mean for every type.
    private static final Map<String, String> TYPE_INTERACTIONS = new TreeMap<>(Map.of(
            "GET /fhir/{type}/{id}", "read",
            "GET /fhir/{type}/{id}/_history/{version}", "vread",
            "PUT /fhir/{type}/{id}", "update",
            "PATCH /fhir/{type}/{id}", "patch",
            "DELETE /fhir/{type}/{id}", "delete",
            "GET /fhir/{type}/{id}/_history", "history-instance",
            "GET /fhir/{type}/_history", "history-type",
            "POST /fhir/{type}", "create",
            "GET /fhir/{type}", "search-type"));
    private static final String OPERATION = "http://hl7.org/fhir/OperationDefinition/";
    private static final String BASE = "http://hl7.org/fhir/SearchParameter/Resource-";

    private final Set<String> routes;
    private final Definitions definitions;
    private final SearchParameters parameters;
    private final Instant at;
    private final String version;
    private final Map<String, Set<String>> reverse = new TreeMap<>();
    private final JsonOut out = new JsonOut(1 << 20);

    /// @param routes each as method and pattern
    CapabilityStatement(
            Set<String> routes, Definitions definitions, SearchParameters parameters, Instant at, String version) {
        this.routes = routes;
        this.definitions = definitions;
        this.parameters = parameters;
        this.at = at.truncatedTo(ChronoUnit.SECONDS);
        this.version = version;
    }

    /// The statement of the server at a base, from what is the same for all of them.
    static byte[] at(String base, byte[] statement) {
        var out = new JsonOut(statement.length + JsonOut.FIRST);
        out.write(statement, 0, statement.length - 1);
        return out.name("implementation")
                .object()
                .property("description", "A sealed home for health records")
                .property("url", base)
                .endObject()
                .endObject()
                .bytes();
    }

    byte[] json() {
        ResourceType.all().forEach(this::reverseOf);
        out.object()
                .property("resourceType", "CapabilityStatement")
                .property("name", "Carekeep")
                .property("title", "What this Carekeep can do")
                .property("status", "active")
                .property("date", at.toString())
                .property("kind", "instance");
        out.name("software")
                .object()
                .property("name", "Carekeep")
                .property("version", version)
                .endObject();
        out.property("fhirVersion", "4.0.1");
        texts("format", "application/fhir+json", "json");
        if (routes.contains("PATCH /fhir/{type}/{id}")) {
            texts("patchFormat", Format.JSON_PATCH, "application/fhir+json");
        }
        out.name("rest").array().object().property("mode", "server");
        security();
        out.name("resource").array();
        ResourceType.all().forEach(this::resource);
        out.endArray();
        system();
        return out.endObject().endArray().endObject().bytes();
    }

    private void security() {
        out.name("security")
                .object()
                .name("service")
                .array()
                .object()
                .name("coding")
                .array()
                .object();
        out.property("system", "http://terminology.hl7.org/CodeSystem/restful-security-service")
                .property("code", "OAuth")
                .endObject()
                .endArray()
                .property("text", "OAuth 2.0 bearer tokens")
                .endObject()
                .endArray();
        out.property(
                "description",
                "Everything but this statement needs an access token in the header Authorization: Bearer. What a "
                        + "caller may not see is not there for them, and every answer is recorded before it is given.");
        out.endObject();
    }

    // Which references of other types lead to this one: what `_revinclude` can bring.
    private void reverseOf(ResourceType source) {
        for (var parameter : parameters.all(source)) {
            if (parameter.kind() == Kind.REFERENCE) {
                parameter
                        .targets()
                        .forEach(target -> reverse.computeIfAbsent(target.name(), _ -> new TreeSet<>())
                                .add(source.name() + ":" + parameter.code()));
            }
        }
    }

    private void resource(ResourceType type) {
        out.object()
                .property("type", type.name())
                .property("profile", "http://hl7.org/fhir/StructureDefinition/" + type.name());
        out.name("interaction").array();
        TYPE_INTERACTIONS.forEach((route, code) -> {
            if (serves(type, route)) {
                out.object().property("code", code).endObject();
            }
        });
        out.endArray();
        out.property("versioning", "versioned").name("readHistory").flag(true);
        out.name("updateCreate").flag(serves(type, "PUT /fhir/{type}/{id}"));
        out.name("conditionalCreate").flag(serves(type, "POST /fhir/{type}"));
        out.property("conditionalRead", "full-support");
        out.name("conditionalUpdate").flag(serves(type, "PUT /fhir/{type}"));
        out.property("conditionalDelete", serves(type, "DELETE /fhir/{type}") ? "single" : "not-supported");
        texts("referencePolicy", "literal", "logical", "local");
        includes(type);
        search(type);
        operations(type);
        out.endObject();
    }

    // What is written down of requests is nobody's to write.
    private boolean serves(ResourceType type, String route) {
        return routes.contains(route) && (route.startsWith("GET ") || !LogKept.isOf(type));
    }

    private void includes(ResourceType type) {
        var own = parameters.all(type).stream()
                .filter(parameter -> parameter.kind() == Kind.REFERENCE)
                .map(parameter -> type.name() + ":" + parameter.code())
                .toArray(String[]::new);
        if (own.length > 0) {
            texts("searchInclude", own);
        }
        var others = reverse.get(type.name());
        if (others != null) {
            texts("searchRevInclude", others.toArray(String[]::new));
        }
    }

    private void search(ResourceType type) {
        out.name("searchParam").array();
        parameter("_id", BASE + "id", "token");
        parameter("_lastUpdated", BASE + "lastUpdated", "date");
        for (var each : parameters.all(type)) {
            parameter(each.code(), url(type, each), each.kind().name().toLowerCase(Locale.ROOT));
        }
        out.endArray();
    }

    private String url(ResourceType type, SearchParameter parameter) {
        SearchParameterDef found = null;
        for (var def : definitions.searchParameters()) {
            boolean same = def.code().equals(parameter.code());
            boolean general = def.bases().contains("Resource") || def.bases().contains("DomainResource");
            if (same && (def.bases().contains(type.name()) || found == null && general)) {
                found = def;
            }
        }
        return found == null ? BASE + parameter.code() : found.url();
    }

    private void parameter(String name, String definition, String type) {
        out.object()
                .property("name", name)
                .property("definition", definition)
                .property("type", type)
                .endObject();
    }

    private void operations(ResourceType type) {
        var found = new TreeMap<String, String>();
        operation(found, "POST /fhir/{type}/$validate", "validate", "Resource-validate");
        operation(found, "GET /fhir/{type}/{id}/$meta", "meta", "Resource-meta");
        operation(found, "GET /fhir/" + type.name() + "/{id}/$everything", "everything", type.name() + "-everything");
        if (found.isEmpty()) {
            return;
        }
        out.name("operation").array();
        found.forEach((name, definition) -> out.object()
                .property("name", name)
                .property("definition", OPERATION + definition)
                .endObject());
        out.endArray();
    }

    private void operation(Map<String, String> found, String route, String name, String definition) {
        if (routes.contains(route)) {
            found.put(name, definition);
        }
    }

    private void system() {
        out.name("interaction").array();
        if (routes.contains("POST /fhir")) {
            out.object().property("code", "transaction").endObject();
            out.object().property("code", "batch").endObject();
        }
        if (routes.contains("GET /fhir/_history")) {
            out.object().property("code", "history-system").endObject();
        }
        out.endArray();
    }

    private void texts(String name, String... values) {
        out.name(name).array();
        for (var value : values) {
            out.text(value);
        }
        out.endArray();
    }
}
