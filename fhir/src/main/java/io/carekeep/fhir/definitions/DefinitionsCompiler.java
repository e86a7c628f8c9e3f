package io.carekeep.fhir.definitions;

import io.carekeep.base.Check;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.json.JsonParser;
import io.carekeep.fhir.json.Limits;
import io.carekeep.fhir.json.Names;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.ZipFile;

/// Runs in the build: reads the official definitions from their jar and writes what the server needs as lines of
/// tab-separated words. `DefinitionsCompiler FILE`; the jar is on the class path.
public final class DefinitionsCompiler {

    private static final String FOLDER = "hl7/fhir/core/package/";
    private static final String BASE = "http://hl7.org/fhir/StructureDefinition/";
    private static final String R4 = "4.0.1";
    private static final int CODES_MAX = 2000;

    private final JsonParser parser = new JsonParser(Names.NONE, Limits.DEFAULT);
    private final TreeSet<String> lines = new TreeSet<>();
    private final TreeSet<String> bound = new TreeSet<>();
    private final TreeMap<String, Json> valueSets = new TreeMap<>();
    private final TreeMap<String, Json> codeSystems = new TreeMap<>();

    private DefinitionsCompiler() {}

    public static void main(String[] arguments) throws IOException {
        var compiler = new DefinitionsCompiler();
        compiler.read(jar());
        compiler.valueSets();
        var target = Path.of(arguments[0]);
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        Files.writeString(target, String.join("\n", compiler.lines) + "\n");
    }

    private static Path jar() throws IOException {
        for (var entry : System.getProperty("java.class.path").split(java.io.File.pathSeparator)) {
            if (entry.contains("fhir-registry-")) {
                return Path.of(entry);
            }
        }
        throw new IOException("the definitions' jar is not on the class path");
    }

    private void read(Path jar) throws IOException {
        try (var zip = new ZipFile(jar.toFile())) {
            for (var entry : zip.stream()
                    .filter(each -> each.getName().startsWith(FOLDER))
                    .toList()) {
                var name = entry.getName().substring(FOLDER.length());
                if (name.startsWith("StructureDefinition-") && !name.startsWith("StructureDefinition-de-")) {
                    structure(parsed(zip.getInputStream(entry)));
                } else if (name.startsWith("SearchParameter-")) {
                    searchParameter(parsed(zip.getInputStream(entry)));
                } else if (name.equals("CompartmentDefinition-patient.json")) {
                    compartment(parsed(zip.getInputStream(entry)));
                } else if (name.startsWith("ValueSet-")) {
                    var doc = parsed(zip.getInputStream(entry));
                    valueSets.put(text(doc, 0, "url"), doc);
                } else if (name.startsWith("CodeSystem-")) {
                    var doc = parsed(zip.getInputStream(entry));
                    codeSystems.put(text(doc, 0, "url"), doc);
                }
            }
        }
    }

    private Json parsed(InputStream content) throws IOException {
        try (content) {
            return parser.parse(content.readAllBytes());
        }
    }

    private void structure(Json doc) {
        var kind = text(doc, 0, "kind");
        boolean ours = R4.equals(text(doc, 0, "fhirVersion"))
                && !"constraint".equals(text(doc, 0, "derivation"))
                && !"logical".equals(kind)
                && text(doc, 0, "url").equals(BASE + text(doc, 0, "type"));
        if (!ours) {
            return;
        }
        var base = text(doc, 0, "baseDefinition");
        line("T", text(doc, 0, "type"), kind, text(doc, 0, "abstract"), base.substring(base.lastIndexOf('/') + 1));
        int elements = doc.get(doc.get(0, "snapshot"), "element");
        int order = 0;
        for (int element : children(doc, elements)) {
            element(doc, element, order++);
        }
    }

    private void element(Json doc, int element, int order) {
        var path = text(doc, element, "path");
        var types = new ArrayList<String>();
        for (int type : children(doc, doc.get(element, "type"))) {
            types.add(type(doc, type));
        }
        var binding = "";
        int bind = doc.get(element, "binding");
        if (bind != Json.NONE && "required".equals(text(doc, bind, "strength"))) {
            binding = text(doc, bind, "valueSet").split("\\|", 2)[0];
            bound.add(binding);
        }
        line(
                "E",
                path.split("\\.", 2)[0],
                String.format("%04d", order),
                path,
                text(doc, element, "min"),
                text(doc, element, "max"),
                String.join(" ", types),
                text(doc, element, "contentReference"),
                binding,
                text(doc, element, "isSummary"));
        for (int constraint : children(doc, doc.get(element, "constraint"))) {
            var source = text(doc, constraint, "source");
            boolean own = source.isEmpty() || source.endsWith("/" + path.split("\\.", 2)[0]);
            if ("error".equals(text(doc, constraint, "severity")) && own) {
                line(
                        "I",
                        path,
                        text(doc, constraint, "key"),
                        text(doc, constraint, "expression"),
                        text(doc, constraint, "human"));
            }
        }
    }

    // A type and, after colons, the types that a reference may lead to.
    private static String type(Json doc, int type) {
        var code = text(doc, type, "code");
        var word = new StringBuilder(code.startsWith("http://hl7.org/fhirpath/") ? "string" : code);
        for (int target : children(doc, doc.get(type, "targetProfile"))) {
            var url = doc.text(target);
            word.append(':').append(url.substring(url.lastIndexOf('/') + 1));
        }
        return word.toString();
    }

    private void searchParameter(Json doc) {
        var components = new ArrayList<String>();
        for (int component : children(doc, doc.get(0, "component"))) {
            components.add(text(doc, component, "definition") + "=" + text(doc, component, "expression"));
        }
        line(
                "S",
                text(doc, 0, "code"),
                text(doc, 0, "url"),
                text(doc, 0, "type"),
                texts(doc, doc.get(0, "base")),
                text(doc, 0, "expression"),
                texts(doc, doc.get(0, "target")),
                String.join(";", components));
    }

    private void compartment(Json doc) {
        for (int resource : children(doc, doc.get(0, "resource"))) {
            var codes = texts(doc, doc.get(resource, "param"));
            if (!codes.isEmpty()) {
                line("C", text(doc, resource, "code"), codes);
            }
        }
    }

    private void valueSets() {
        for (var url : bound) {
            var codes = new TreeSet<String>();
            var systems = new TreeSet<String>();
            if (expand(url, codes, systems) && codes.size() <= CODES_MAX) {
                line("V", url, String.join(" ", codes), String.join(" ", systems));
            }
        }
    }

    // Only what is listed or is the whole of a listed system: a filter or an outside system makes the set open.
    private boolean expand(String url, TreeSet<String> codes, TreeSet<String> systems) {
        var doc = valueSets.get(url);
        int compose = doc == null ? Json.NONE : doc.get(0, "compose");
        if (doc == null || compose == Json.NONE || doc.get(compose, "exclude") != Json.NONE) {
            return false;
        }
        for (int include : children(doc, doc.get(compose, "include"))) {
            if (doc.get(include, "filter") != Json.NONE) {
                return false;
            }
            for (int other : children(doc, doc.get(include, "valueSet"))) {
                if (!expand(doc.text(other).split("\\|", 2)[0], codes, systems)) {
                    return false;
                }
            }
            if (doc.get(include, "system") != Json.NONE) {
                systems.add(text(doc, include, "system"));
                if (!include(doc, include, codes)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean include(Json doc, int include, TreeSet<String> codes) {
        var listed = children(doc, doc.get(include, "concept"));
        if (!listed.isEmpty()) {
            listed.forEach(concept -> codes.add(text(doc, concept, "code")));
            return true;
        }
        var system = codeSystems.get(text(doc, include, "system"));
        if (system == null || !"complete".equals(text(system, 0, "content"))) {
            return false;
        }
        concepts(system, system.get(0, "concept"), codes);
        return true;
    }

    private static void concepts(Json system, int concepts, TreeSet<String> codes) {
        for (int concept : children(system, concepts)) {
            codes.add(text(system, concept, "code"));
            concepts(system, system.get(concept, "concept"), codes);
        }
    }

    private void line(String... words) {
        for (var word : words) {
            Check.that(!word.contains("\t"), "a word holds no tab");
        }
        lines.add(String.join("\t", words).replaceAll("[\\r\\n]+", " "));
    }

    private static List<Integer> children(Json doc, int node) {
        var children = new ArrayList<Integer>();
        if (node != Json.NONE) {
            for (int child = doc.first(node); child != Json.NONE; child = doc.next(child, node)) {
                children.add(child);
            }
        }
        return children;
    }

    private static String texts(Json doc, int array) {
        return String.join(" ", children(doc, array).stream().map(doc::text).toList());
    }

    private static String text(Json doc, int object, String name) {
        var text = doc.text(object, name);
        return text == null ? "" : text;
    }
}
