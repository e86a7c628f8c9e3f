package io.carekeep.identity;

import static io.carekeep.identity.Browser.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a token stands on and a request says of itself decides what it opens.
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
}
