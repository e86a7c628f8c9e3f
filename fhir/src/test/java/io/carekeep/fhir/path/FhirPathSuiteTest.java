package io.carekeep.fhir.path;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import io.carekeep.base.Refused;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.json.JsonParser;
import io.carekeep.fhir.json.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/// HL7's FHIRPath suite for R4. Each case that fails is listed with its reason in `cases/path/exclusions.txt`: a case
/// that is listed and passes, or isn't listed and fails, fails the test.
final class FhirPathSuiteTest {

    private static final String SUITE = "/org/hl7/fhir/testcases/r4/fhirpath/tests-fhir-r4.xml";
    private static final List<String> PLACES =
            List.of("/org/hl7/fhir/testcases/r4/examples/", "/org/hl7/fhir/testcases/r4/", "/json/spec/", "/xml/spec/");
    private static final FhirContext HAPI = FhirContext.forR4();

    private final Map<String, Json> inputs = new HashMap<>();

    /// @param outcome why it failed, or null when it passed
    private record Result(String name, @Nullable String outcome) {}

    @Test
    void the_suite_passes_but_for_the_listed_cases() throws Exception {
        var results = results();
        var excluded = exclusions();
        var failed = new TreeSet<String>();
        var unexpected = new ArrayList<String>();
        for (var result : results) {
            if (result.outcome() != null) {
                failed.add(result.name());
                if (!excluded.contains(result.name())) {
                    unexpected.add(result.name() + ": " + result.outcome());
                }
            }
        }
        var names = new HashSet<>(results.stream().map(Result::name).toList());
        System.out.printf(
                "[reach] FHIRPath R4 suite: %d of %d cases pass, %d listed%n",
                results.stream().filter(result -> result.outcome() == null).count(), results.size(), excluded.size());
        assertThat(unexpected).isEmpty();
        assertThat(excluded).as("listed cases fail").isSubsetOf(failed);
        assertThat(excluded).as("listed cases exist").isSubsetOf(names);
    }

    private static Set<String> exclusions() throws IOException {
        var names = new TreeSet<String>();
        try (var file = open("/cases/path/exclusions.txt")) {
            var text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            text.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(line -> {
                        assertThat(line).contains(" | ");
                        names.add(line.substring(0, line.indexOf(" | ")).strip());
                    });
        }
        return names;
    }

    private static InputStream open(String path) {
        return Objects.requireNonNull(FhirPathSuiteTest.class.getResourceAsStream(path), path);
    }

    private List<Result> results() throws ParserConfigurationException, SAXException, IOException {
        var results = new ArrayList<Result>();
        var seen = new HashMap<String, Integer>();
        try (var file = open(SUITE)) {
            var tests = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(file)
                    .getElementsByTagName("test");
            for (int at = 0; at < tests.getLength(); at++) {
                if (tests.item(at) instanceof Element test) {
                    var name = test.getAttribute("name");
                    int times = seen.merge(name, 1, Integer::sum);
                    results.add(new Result(times == 1 ? name : name + "#" + times, outcome(test)));
                }
            }
        }
        return results;
    }

    private @Nullable String outcome(Element test) throws IOException {
        var expression = (Element) test.getElementsByTagName("expression").item(0);
        var invalid = expression.getAttribute("invalid");
        var outputs = test.getElementsByTagName("output");
        Items items;
        try {
            items = Path.compile(expression.getTextContent(), DefinedTypes.r4()).evaluate(input(test));
        } catch (Refused refused) {
            return invalid.isEmpty() ? refused.problem().toString() : null;
        }
        if (!invalid.isEmpty()) {
            return "expected a refusal (" + invalid + "), got " + describe(items);
        }
        if (test.getAttribute("predicate").equals("true")) {
            items = Item.Truth.of(!items.isEmpty());
        }
        if (items.size() != outputs.getLength()) {
            return "expected " + outputs.getLength() + " items, got " + describe(items);
        }
        for (int place = 0; place < items.size(); place++) {
            var expected = (Element) outputs.item(place);
            if (!same(expected, items.at(place))) {
                return "expected " + expected.getAttribute("type") + " " + expected.getTextContent() + ", got "
                        + describe(items);
            }
        }
        return null;
    }

    private static boolean same(Element expected, Item item) {
        var value = item.value();
        var text = expected.getTextContent().strip().replaceFirst("^@T?", "");
        if (value == null || !value.text().equals(text)) {
            return false;
        }
        var type = expected.getAttribute("type");
        var actual = item instanceof Node node ? node.type().name() : value.type();
        return type.isEmpty() || actual.equalsIgnoreCase(type);
    }

    private static String describe(Items items) {
        return items.list().stream()
                .map(item -> item instanceof Node node
                        ? node.type().name()
                                + (node.value() == null
                                        ? ""
                                        : " " + node.value().text())
                        : item.toString())
                .toList()
                .toString();
    }

    private Json input(Element test) throws IOException {
        var name = test.getAttribute("inputfile");
        var file = name.isEmpty() ? "patient-example.xml" : name;
        var known = inputs.get(file);
        if (known == null) {
            known = new JsonParser(DefinedTypes.r4().names(), Limits.DEFAULT).parse(json(file));
            inputs.put(file, known);
        }
        return known;
    }

    private static byte[] json(String file) throws IOException {
        for (var place : PLACES) {
            for (var name : List.of(file, file.replace(".xml", ".json"))) {
                try (var stream = FhirPathSuiteTest.class.getResourceAsStream(place + name)) {
                    if (stream == null) {
                        continue;
                    }
                    var bytes = stream.readAllBytes();
                    return name.endsWith(".json") ? bytes : converted(bytes);
                }
            }
        }
        throw new IOException(file);
    }

    private static byte[] converted(byte[] xml) {
        var resource = HAPI.newXmlParser().parseResource(new String(xml, StandardCharsets.UTF_8));
        return HAPI.newJsonParser().encodeResourceToString(resource).getBytes(StandardCharsets.UTF_8);
    }
}
