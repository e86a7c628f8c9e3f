package io.carekeep.fhir.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.json.JsonParser;
import io.carekeep.fhir.json.Limits;
import io.carekeep.fhir.path.DefinedTypes;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

final class FhirPathPatchTest {

    private static final FhirContext HAPI = FhirContext.forR4();
    private static final String PATIENT = """
            {"resourceType":"Patient","name":[{"given":["Amina","Zawadi"],"_given":[null,{"id":"z"}]}],
             "multipleBirthInteger":1,"birthDate":"1980-01-01","_birthDate":{"id":"b"}}""";

    private static Json parse(String text) {
        return parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Json parse(byte[] bytes) {
        return new JsonParser(DefinedTypes.r4().names(), Limits.DEFAULT).parse(bytes);
    }

    private static String apply(String document, String... operations) {
        var parameters = "{\"resourceType\":\"Parameters\",\"parameter\":[" + String.join(",", operations) + "]}";
        var bytes = FhirPathPatch.apply(parse(document), parse(parameters), DefinedTypes.r4());
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String operation(String type, String path, String... parts) {
        var all = new StringBuilder("{\"name\":\"operation\",\"part\":[{\"name\":\"type\",\"valueCode\":\"" + type
                + "\"},{\"name\":\"path\",\"valueString\":\"" + path + "\"}");
        for (var part : parts) {
            all.append(",").append(part);
        }
        return all.append("]}").toString();
    }

    private static Problem refusal(String... operations) {
        try {
            apply(PATIENT, operations);
        } catch (Refused refused) {
            return refused.problem();
        }
        throw new AssertionError("not refused");
    }

    @Test
    void the_official_cases_pass() throws Exception {
        int passed = 0;
        try (var file = Objects.requireNonNull(
                getClass().getResourceAsStream("/org/hl7/fhir/testcases/r4/patch/fhir-patch-tests.xml"))) {
            var factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            var cases = factory.newDocumentBuilder().parse(file).getElementsByTagName("case");
            for (int at = 0; at < cases.getLength(); at++) {
                var one = (Element) cases.item(at);
                var input = resource(one, "input");
                var diff = resource(one, "diff");
                if (one.getElementsByTagName("output").getLength() == 0) {
                    assertThatThrownBy(() -> FhirPathPatch.apply(input, diff, DefinedTypes.r4()))
                            .isInstanceOf(Refused.class);
                } else {
                    var result = parse(FhirPathPatch.apply(input, diff, DefinedTypes.r4()));
                    assertThat(plain(result)).as(one.getAttribute("name")).isEqualTo(plain(resource(one, "output")));
                }
                passed++;
            }
        }
        System.out.println("[reach] FHIRPath Patch: " + passed + " official cases pass");
        assertThat(passed).isGreaterThanOrEqualTo(30);
    }

    // Indentation inside the suite's narratives is no part of what is tested.
    private static String plain(Json doc) {
        var resource = HAPI.newJsonParser().parseResource(new String(doc.bytes(), StandardCharsets.UTF_8));
        return HAPI.newJsonParser()
                .encodeResourceToString(resource)
                .replaceAll("(?:\\\\n|\\s)+", " ")
                .replace("> <", "><")
                .replace(" <", "<")
                .replace("> ", ">");
    }

    private static Json resource(Element one, String name) throws TransformerException {
        var holder = (Element) one.getElementsByTagName(name).item(0);
        var child = holder.getFirstChild();
        while (!(child instanceof Element)) {
            child = child.getNextSibling();
        }
        var transformer = TransformerFactory.newInstance().newTransformer();
        transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
        var xml = new StringWriter();
        transformer.transform(new DOMSource(child), new StreamResult(xml));
        var resource = HAPI.newXmlParser().parseResource(xml.toString());
        return parse(HAPI.newJsonParser().encodeResourceToString(resource));
    }

    @Test
    void a_choice_changes_its_type_when_replaced() {
        var patched = parse(apply(
                PATIENT, operation("replace", "Patient.multipleBirth", "{\"name\":\"value\",\"valueBoolean\":true}")));
        assertThat(patched.text(0, "multipleBirthBoolean")).isEqualTo("true");
        assertThat(patched.get(0, "multipleBirthInteger")).isEqualTo(Json.NONE);
        assertThat(refusal(operation("replace", "Patient.multipleBirth", "{\"name\":\"value\",\"valuePeriod\":{}}")))
                .isInstanceOf(Problem.Unprocessable.class);
        assertThat(refusal(operation(
                        "add",
                        "Patient",
                        "{\"name\":\"name\",\"valueString\":\"multipleBirth\"}",
                        "{\"name\":\"value\",\"valueBoolean\":true}")))
                .isInstanceOf(Problem.Unprocessable.class);
    }

    @Test
    void ids_and_extensions_of_primitives_go_with_them() {
        assertThat(apply(PATIENT, operation("delete", "Patient.birthDate"))).doesNotContain("birthDate");
        assertThat(apply(PATIENT, operation("delete", "Patient.name.given[0]")))
                .contains("\"given\":[\"Zawadi\"]")
                .contains("\"_given\":[{\"id\":\"z\"}]");
        assertThat(apply(
                        PATIENT,
                        operation(
                                "move",
                                "Patient.name.given",
                                "{\"name\":\"source\",\"valueInteger\":1}",
                                "{\"name\":\"destination\",\"valueInteger\":0}")))
                .contains("[\"Zawadi\",\"Amina\"]")
                .contains("[{\"id\":\"z\"},null]");
        assertThat(
                        apply(
                                PATIENT,
                                operation(
                                        "add",
                                        "Patient.name.given[0]",
                                        "{\"name\":\"name\",\"valueString\":\"extension\"}",
                                        "{\"name\":\"value\",\"valueExtension\":{\"url\":\"http://example.org\",\"valueCode\":\"x\"}}")))
                .contains("\"_given\":[{\"extension\":[{\"url\"");
    }

    @Test
    void what_holds_nothing_more_is_removed() {
        assertThat(apply(
                        PATIENT,
                        operation("delete", "Patient.name.given[0]"),
                        operation("delete", "Patient.name.given[0]")))
                .doesNotContain("name");
        assertThat(apply(PATIENT, operation("delete", "Patient.photo"))).isEqualTo(PATIENT);
    }

    @Test
    void untouched_elements_keep_their_bytes() {
        var patched = apply(
                "{\"resourceType\":\"Observation\",\"valueQuantity\":{ \"value\" : 1.00 },\"status\":\"final\"}",
                operation("replace", "Observation.status", "{\"name\":\"value\",\"valueCode\":\"amended\"}"));
        assertThat(patched)
                .isEqualTo(
                        "{\"resourceType\":\"Observation\",\"valueQuantity\":{ \"value\" : 1.00 },\"status\":\"amended\"}");
    }

    @Test
    void what_is_wrong_is_refused_with_its_place() {
        assertThat(refusal(operation("delete", "Patient.name.where(")))
                .isEqualTo(new Problem.Invalid(
                        "operation[0].path, column 20", "This is not FHIRPath: expected an expression."));
        assertThat(refusal(operation("grow", "Patient"))).isInstanceOf(Problem.Invalid.class);
        assertThat(refusal(operation("delete", "Patient"))).isInstanceOf(Problem.Unprocessable.class);
        assertThat(refusal(operation("delete", "Patient.name.given"))).isInstanceOf(Problem.Unprocessable.class);
        assertThat(refusal(
                        operation("replace", "Patient.name.given.count()", "{\"name\":\"value\",\"valueCode\":\"x\"}")))
                .isInstanceOf(Problem.Unprocessable.class);
        assertThat(refusal(operation("replace", "Patient.birthDate"))).isInstanceOf(Problem.Invalid.class);
        assertThat(refusal(operation(
                        "add",
                        "Patient",
                        "{\"name\":\"name\",\"valueString\":\"birthplace\"}",
                        "{\"name\":\"value\",\"valueString\":\"x\"}")))
                .isInstanceOf(Problem.Unprocessable.class);
        assertThat(refusal("{\"name\":\"operation\"}")).isInstanceOf(Problem.Invalid.class);
        assertThat(refusal("{\"name\":\"other\"}")).isInstanceOf(Problem.Invalid.class);
        assertThatThrownBy(() -> FhirPathPatch.apply(parse(PATIENT), parse("{}"), DefinedTypes.r4()))
                .isInstanceOf(Refused.class);
    }
}
