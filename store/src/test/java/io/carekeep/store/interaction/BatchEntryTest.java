package io.carekeep.store.interaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.search.Parameter;
import io.carekeep.fhir.search.QueryText;
import io.carekeep.fhir.search.SearchParser.Handling;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class BatchEntryTest {

    private static final String BASE = "http://localhost/fhir";
    private static final Ask WHOLE = new Ask(
            BASE,
            QueryText.parse("_pretty=true"),
            new Preference(Preference.Return.UNSAID, Handling.STRICT),
            Conditions.NONE,
            Ask.Form.FHIR,
            Part.NOTHING);

    private static BatchEntry entry(String json) {
        var bundle = Content.PARSER.parse(("{\"entry\":[" + json + "]}").getBytes(StandardCharsets.UTF_8));
        return new BatchEntry(bundle, bundle.first(bundle.get(0, "entry")), 7);
    }

    private static BatchEntry get(String url) {
        return entry("{\"request\":{\"method\":\"GET\",\"url\":\"" + url + "\"}}");
    }

    @Test
    void an_address_may_start_at_the_base_or_be_whole() {
        for (var url : new String[] {"Patient/a", "/Patient/a", BASE + "/Patient/a", "Patient/a?_summary=true"}) {
            assertThat(get(url).path(BASE)).containsExactly("Patient", "a");
        }
        assertThat(get("Patient?name=x").path(BASE)).containsExactly("Patient");
    }

    @Test
    void a_query_is_decoded_and_may_hold_any_letter() {
        assertThat(get("Patient?name=Zo\u00eb&name=M%26M").ask(WHOLE).parameters())
                .containsExactly(new Parameter("name", "Zo\u00eb"), new Parameter("name", "M&M"));
        assertThat(get("Patient/a").ask(WHOLE).parameters()).isEmpty();
    }

    @Test
    void conditions_stand_in_the_request() {
        var json = "{\"resource\":{\"resourceType\":\"Patient\"},\"request\":{\"method\":\"POST\",\"url\":\"Patient\","
                + "\"ifMatch\":\"W/\\\"4\\\"\",\"ifNoneExist\":\"identifier=a%7Cb\"}}";
        var ask = entry(json).ask(WHOLE);
        assertThat(ask.conditions().ifMatch()).isEqualTo(OptionalInt.of(4));
        assertThat(ask.conditions().ifNoneExist()).containsExactly(new Parameter("identifier", "a|b"));
        assertThat(ask.content().resource("Patient").text(0, "resourceType")).isEqualTo("Patient");
    }

    @Test
    void bodies_come_back_only_when_they_are_asked_for() {
        assertThat(get("Patient/a").ask(WHOLE).preference())
                .isEqualTo(new Preference(Preference.Return.MINIMAL, Handling.STRICT));
    }

    @Test
    void a_json_patch_travels_as_a_binary() {
        var data = Base64.getEncoder().encodeToString("[]".getBytes(StandardCharsets.UTF_8));
        var content = entry(
                        "{\"resource\":{\"resourceType\":\"Binary\",\"contentType\":\"application/json-patch+json\","
                                + "\"data\":\"" + data
                                + "\"},\"request\":{\"method\":\"PATCH\",\"url\":\"Patient/a\"}}")
                .ask(WHOLE)
                .content();
        assertThat(content.type()).isEqualTo(Format.JSON_PATCH);
        assertThat(content.json().kind(0)).isEqualTo(Json.Kind.ARRAY);
    }

    @Test
    void what_is_missing_is_named_with_the_entry() {
        assertThatThrownBy(() -> entry("{}"))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.problem())
                                .isEqualTo(new Problem.Invalid("Bundle.entry[7].request", "method and url")));
        assertThatThrownBy(() -> entry("{\"request\":{\"method\":\"GET\"}}").path(BASE))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.problem())
                                .isEqualTo(new Problem.Invalid("Bundle.entry[7].request.url", "a url")));
    }

    @Test
    void what_an_operation_is_given_is_read_from_parameters() {
        var json = "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"_count\",\"valueInteger\":3},"
                + "{\"name\":\"_type\",\"valueCode\":\"Condition\"},"
                + "{\"name\":\"resource\",\"resource\":{\"resourceType\":\"Patient\"}}]}";
        var doc = Content.PARSER.parse(json.getBytes(StandardCharsets.UTF_8));
        var given = OperationParameters.of(doc);
        assertThat(given.simple()).containsExactly(new Parameter("_count", "3"), new Parameter("_type", "Condition"));
        assertThat(doc.text(given.resource(), "resourceType")).isEqualTo("Patient");
    }
}
