package io.carekeep.fhir.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.definitions.Definitions;
import io.carekeep.fhir.definitions.TypeDef;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.json.JsonParser;
import io.carekeep.fhir.json.Limits;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PathTest {

    private static final Json PATIENT = parse("""
            {"resourceType":"Patient","id":"TEST-0001","active":true,
             "contained":[{"resourceType":"Organization","id":"org","name":"Practice"}],
             "name":[{"use":"official","given":["Amina","Zawadi"],"_given":[null,{"id":"z"}],"family":"Test"},
                     {"use":"nickname","given":["Mina"]}],
             "birthDate":"1980-02-29","_birthDate":{"extension":[{"url":"http://example.org/t","valueDateTime":"1980-02-29T10:00:00Z"}]},
             "deceasedBoolean":false,"managingOrganization":{"reference":"#org"},
             "generalPractitioner":[{"reference":"Practitioner/1"},{"display":"someone"}]}
            """);

    private static Json parse(String text) {
        return new JsonParser(DefinedTypes.r4().names(), Limits.DEFAULT).parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> evaluate(String path) {
        return evaluate(path, PATIENT);
    }

    private static List<String> evaluate(String path, Json doc) {
        return Path.compile(path, DefinedTypes.r4()).evaluate(doc).list().stream()
                .map(item -> item.value() == null ? "{}" : item.value().text())
                .toList();
    }

    @Test
    void a_path_gives_its_items_in_the_documents_order() {
        assertThat(evaluate("Patient.name.given")).containsExactly("Amina", "Zawadi", "Mina");
        assertThat(evaluate("name.where(use = 'nickname').given")).containsExactly("Mina");
    }

    @Test
    void a_choice_of_types_is_found_by_its_plain_name() {
        assertThat(evaluate("deceased")).containsExactly("false");
        assertThat(evaluate("deceased is boolean")).containsExactly("true");
        assertThat(evaluate("deceasedBoolean")).isEmpty();
    }

    @Test
    void ids_and_extensions_of_primitives_are_found() {
        assertThat(evaluate("birthDate.extension('http://example.org/t').value"))
                .containsExactly("1980-02-29T10:00:00Z");
        assertThat(evaluate("name.given.id")).containsExactly("z");
    }

    @Test
    void references_lead_to_contained_resources_and_tell_their_type() {
        assertThat(evaluate("managingOrganization.resolve().name")).containsExactly("Practice");
        assertThat(evaluate("generalPractitioner.resolve() is Practitioner")).containsExactly("true");
        assertThat(evaluate("generalPractitioner.where(resolve() is Organization).empty()"))
                .containsExactly("true");
    }

    @Test
    void what_is_not_an_expression_is_refused_with_its_place() {
        assertThatThrownBy(() -> Path.compile("name.where(use = ", DefinedTypes.r4()))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.problem())
                                .isEqualTo(new Problem.Invalid(
                                        "FHIRPath, column 18", "This is not FHIRPath: expected an expression.")));
        assertThatThrownBy(() -> Path.compile("name.frist()", DefinedTypes.r4()))
                .isInstanceOf(Refused.class);
        assertThatThrownBy(() -> Path.compile("name is Nme", DefinedTypes.r4())).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> Path.compile("name.where()", DefinedTypes.r4()))
                .isInstanceOf(Refused.class);
    }

    @Test
    void a_pattern_that_tries_without_end_is_refused() {
        assertThatThrownBy(
                        () -> evaluate(
                                "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'.matches('(a*)(a*)(a*)(a*)(a*)(a*)(a*)b')"))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.problem())
                                .isEqualTo(new Problem.TooCostly("regex-steps", Regex.STEPS_MAX)));
    }

    @Test
    void collections_that_double_without_end_are_refused() {
        var doubling = "descendants().aggregate($total.combine($total), descendants())";
        assertThatThrownBy(() -> evaluate(doubling))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.problem()).isInstanceOf(Problem.TooCostly.class));
    }

    @Test
    void many_contained_resources_are_checked_in_one_pass() {
        var dom3 = Definitions.r4().invariants().stream()
                .filter(invariant -> invariant.key().equals("dom-3"))
                .findFirst()
                .orElseThrow();
        var path = Path.compile(dom3.expression());
        var contained = new StringBuilder();
        var references = new StringBuilder();
        for (int at = 0; at < 1_000; at++) {
            contained
                    .append(at == 0 ? "" : ",")
                    .append("{\"resourceType\":\"Organization\",\"id\":\"o")
                    .append(at);
            contained.append("\",\"name\":\"x\",\"alias\":[\"a\",\"b\",\"c\",\"d\"]}");
            references
                    .append(at == 0 ? "" : ",")
                    .append("{\"reference\":\"#o")
                    .append(at)
                    .append("\"}");
        }
        var text = "{\"resourceType\":\"Patient\",\"contained\":[" + contained + "],\"generalPractitioner\":["
                + references + "]}";
        assertThat(evaluate(dom3.expression(), parse(text))).containsExactly("true");
        var unused = parse(text.replace("#o999", "#o998"));
        assertThat(path.holds(unused, 0, DefinedTypes.r4().of(patient()), 0, 0)).isFalse();
    }

    private static TypeDef patient() {
        return Definitions.r4().type(ResourceType.of("Patient").orElseThrow());
    }

    @Test
    void narratives_hold_only_what_fhir_allows() {
        var div = "<div xmlns=\"http://www.w3.org/1999/xhtml\">";
        assertThat(Narrative.isSafe(div + "<p class='x'>a &amp; b<br/></p></div>"))
                .isTrue();
        assertThat(Narrative.isSafe(div + "<script>x</script></div>")).isFalse();
        assertThat(Narrative.isSafe(div + "<p onclick=\"x\">a</p></div>")).isFalse();
        assertThat(Narrative.isSafe(div + "<a href=\" javascript:x\">a</a></div>"))
                .isFalse();
        assertThat(Narrative.isSafe(div + " <p> </p></div>")).isFalse();
        assertThat(Narrative.isSafe(div + "<p>a</div>")).isFalse();
        assertThat(Narrative.isSafe("<p>a</p>")).isFalse();
        assertThat(Narrative.isSafe("no markup")).isFalse();
    }
}
