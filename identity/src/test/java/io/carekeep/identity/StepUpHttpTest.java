package io.carekeep.identity;

import static io.carekeep.identity.Browser.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.access.Caller;
import io.carekeep.access.Scopes;
import io.carekeep.testkit.Safeguard;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a token stands on and a request says of itself decides what it opens.
@Safeguard("164.312(d)")
class StepUpHttpTest {

    private static final String RULES = """
            groups: {reader: looks, clinician: treats}
            rules:
            - {name: a, groups: [clinician], types: [Observation], interactions: [view], signed-in-within: 5m}
            - {name: b, groups: [clinician], types: [Condition], interactions: [view], purposes: [TREAT]}
            - {name: c, groups: [reader], types: [Observation], interactions: [view, change]}
            """;

    private static Fixture fixture;
    private static IdentityServer server;
    private static Browser browser;

    @TempDir
    private static Path home;

    @BeforeAll
    static void start() {
        fixture = new Fixture(Fixture.policy(RULES));
        server = IdentityServer.start(fixture, home);
        browser = new Browser(server.port(), Map.of());
    }

    @AfterAll
    static void stop() {
        server.close();
        fixture.close();
    }

    @BeforeEach
    void person() {
        fixture.empty();
        fixture.person("amina", Fixture.CLINICIAN);
    }

    private static Browser signedIn() {
        var answer = browser.json("POST", "/sign-in", "{\"name\":\"amina\",\"password\":\"" + Fixture.PASSWORD + "\"}");
        return browser.bearer(text(answer, "access_token"));
    }

    private static String challenge(HttpResponse<String> response) {
        return response.headers().firstValue("WWW-Authenticate").orElse("");
    }

    @Test
    void an_old_sign_in_is_asked_for_a_fresh_one_and_a_fresh_one_will_do() {
        var first = signedIn();
        fixture.clock.pass(Duration.ofMinutes(5));
        assertThat(first.get("/gate/read/Observation").statusCode()).isEqualTo(200);
        fixture.clock.pass(Duration.ofMillis(1));
        var refused = first.get("/gate/read/Observation");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(challenge(refused))
                .isEqualTo("Bearer realm=\"carekeep\", error=\"insufficient_user_authentication\", max_age=300");
        assertThat(refused.body()).contains("sign in again");
        assertThat(signedIn().get("/gate/read/Observation").statusCode()).isEqualTo(200);
        assertThat(first.get("/gate/read/Observation").statusCode()).isEqualTo(401);
    }

    @Test
    void what_no_sign_in_opens_asks_for_none() {
        var refused = signedIn().get("/gate/update/Observation");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(challenge(refused)).isEmpty();
    }

    @Test
    void a_request_says_for_what_it_asks() {
        var amina = signedIn();
        var address = "/gate/read/Condition";
        assertThat(amina.with("X-Purpose-Of-Use", "TREAT").get(address).statusCode())
                .isEqualTo(200);
        assertThat(amina.with("X-Purpose-Of-Use", "HPAYMT").get(address).statusCode())
                .isEqualTo(403);
        assertThat(amina.get(address).statusCode()).isEqualTo(403);
        var unknown = amina.with("X-Purpose-Of-Use", "HEALING").get("/fhir/Condition");
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(unknown.body()).contains("OperationOutcome", "PurposeOfUse").doesNotContain("HEALING");
    }

    private static HttpResponse<String> token(String scope) {
        fixture.empty();
        var script = fixture.service("script").secret().text();
        return browser.form(
                "/oauth2/token",
                "grant_type",
                "client_credentials",
                "client_id",
                "script",
                "client_secret",
                script,
                "scope",
                scope);
    }

    @Test
    void a_program_gets_a_token_that_its_scopes_narrow() {
        var answer = token("system/Observation.rs?status=final openid");
        assertThat(text(answer, "scope")).isEqualTo("system/Observation.rs?status=final openid");
        var script = browser.bearer(text(answer, "access_token"));
        assertThat(script.get("/gate/read/Observation").statusCode()).isEqualTo(200);
        assertThat(script.get("/gate/update/Observation").statusCode()).isEqualTo(403);
        assertThat(script.get("/gate/update/Observation").body()).contains("scopes");
        assertThat(script.get("/gate/read/Condition").statusCode()).isEqualTo(403);
        var other = browser.bearer(text(token("system/*.cud"), "access_token"));
        assertThat(other.get("/gate/update/Observation").statusCode()).isEqualTo(200);
        assertThat(other.get("/gate/read/Observation").statusCode()).isEqualTo(403);
        assertThat(other.get("/gate/create/Condition").statusCode()).isEqualTo(403);
        var none = browser.bearer(text(token("openid"), "access_token"));
        assertThat(none.get("/gate/read/Observation").statusCode()).isEqualTo(403);
    }

    @Test
    void scopes_that_we_do_not_know_get_no_token() {
        for (var scope : List.of(
                "everything",
                "system/Shoe.rs",
                "system/Observation.rs?shoe=1",
                "system/Observation.rs?subject:Patient.name=a")) {
            var refused = token(scope);
            assertThat(refused.statusCode()).as(scope).isEqualTo(400);
            assertThat(Browser.error(refused)).as(scope).isEqualTo("invalid_scope");
        }
    }

    @Test
    void the_scopes_of_a_token_are_sealed_with_its_row() {
        var token = text(token("system/Observation.rs?status=final"), "access_token");
        assertThat(fixture.sql
                        .sql("select token::text || encode(proof, 'escape') from identity.token token")
                        .query((row, _) -> row.getString(1))
                        .list())
                .isNotEmpty()
                .noneMatch(row -> row.contains("Observation"));
        assertThat(fixture.anotherProcess()
                        .resolve(token, AccessTokens.Use.BEARER)
                        .flatMap(Caller::scopes))
                .contains(Scopes.parse("system/Observation.rs?status=final"));
    }
}
