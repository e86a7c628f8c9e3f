package io.carekeep.identity;

import static io.carekeep.identity.Browser.error;
import static io.carekeep.identity.Browser.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.access.Group;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityHttpTest {

    private static Fixture fixture;
    private static IdentityServer server;
    private static Browser browser;

    @TempDir
    private static Path home;

    @BeforeAll
    static void start() {
        fixture = new Fixture();
        server = IdentityServer.start(fixture, home);
        browser = new Browser(server.port(), Map.of());
    }

    @AfterAll
    static void stop() {
        server.close();
        fixture.close();
    }

    @BeforeEach
    void empty() {
        fixture.empty();
        server.part(Operator.class).prepare();
    }

    private static String personsToken(String name, Group group) {
        fixture.person(name, group);
        return text(signInJson(name), "access_token");
    }

    private static HttpResponse<String> signInJson(String name) {
        return browser.json(
                "POST", "/sign-in", "{\"name\":\"" + name + "\",\"password\":\"" + Fixture.PASSWORD + "\"}");
    }

    private static HttpResponse<String> token(Browser from, String id, String secret) {
        return from.form("/oauth2/token", "grant_type", "client_credentials", "client_id", id, "client_secret", secret);
    }

    @Test
    void without_a_caller_only_the_public_paths_answer() {
        assertThat(browser.get("/fhir/metadata").body()).isEqualTo("open");
        assertThat(browser.get("/sign-in").statusCode()).isEqualTo(200);
        for (var path : List.of("/", "/fhir", "/fhir/Patient", "/fhir/metadata/", "/admin/accounts", "/error", "/x")) {
            var response = browser.get(path);
            assertThat(response.statusCode()).as(path).isEqualTo(401);
            assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"carekeep\"");
        }
        var outcome = Browser.parsed(browser.get("/fhir/Patient"));
        assertThat(outcome.path("resourceType").asString()).isEqualTo("OperationOutcome");
        assertThat(outcome.path("issue").path(0).path("code").asString()).isEqualTo("login");
    }

    @Test
    void a_path_that_can_be_read_in_two_ways_is_not_public() {
        for (var path : List.of(
                "/health/..;/fhir/Patient",
                "/health/%2e%2e/fhir/Patient",
                "/sign-in/..;x=1/fhir/Patient",
                "/fhir/.well-known/../Patient",
                "/fhir/Patient;/fhir/metadata",
                "//fhir/Patient",
                "/fhir/metadata;/../Patient")) {
            assertThat(browser.get(path).statusCode()).as(path).isIn(400, 401);
        }
    }

    @Test
    void a_bearer_token_is_a_caller_and_a_wrong_one_is_none() {
        var token = personsToken("amina", Fixture.READER);
        assertThat(browser.bearer(token).get("/fhir/Patient").body()).isEqualTo("[reader]");
        var wrong = browser.bearer("A".repeat(43)).get("/fhir/Patient");
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.headers().firstValue("WWW-Authenticate"))
                .contains("Bearer realm=\"carekeep\", error=\"invalid_token\"");
        assertThat(browser.with("Authorization", "Basic " + token)
                        .get("/fhir/Patient")
                        .statusCode())
                .isEqualTo(401);
        assertThat(browser.with("Cookie", "__Host-carekeep=" + token)
                        .get("/fhir/Patient")
                        .statusCode())
                .isEqualTo(401);
        assertThat(browser.bearer(token).form("/sign-out").statusCode()).isEqualTo(204);
        assertThat(browser.bearer(token).get("/fhir/Patient").statusCode()).isEqualTo(401);
    }

    @Test
    void a_program_gets_a_token_by_its_secret_in_form_or_header() {
        var script = fixture.service("script");
        var secret = script.secret().text();
        var posted = token(browser, "script", secret);
        assertThat(posted.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(Browser.parsed(posted).path("expires_in").asInt()).isEqualTo(3600);
        assertThat(Browser.parsed(posted).path("token_type").asString()).isEqualTo("Bearer");
        assertThat(browser.bearer(text(posted, "access_token"))
                        .get("/fhir/Patient")
                        .body())
                .isEqualTo("[reader]");
        var basic = Base64.getEncoder().encodeToString(("script:" + secret).getBytes(StandardCharsets.UTF_8));
        var header = browser.with("Authorization", "Basic " + basic)
                .form("/oauth2/token", "grant_type", "client_credentials");
        assertThat(text(header, "access_token")).hasSize(43);
        assertThat(fixture.entries(script.account().number(), 15, 0)).isEqualTo(2);
    }

    @Test
    void a_program_without_its_secret_is_refused_in_the_words_of_oauth() {
        fixture.service("script");
        var wrong = token(browser, "script", "A".repeat(43));
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.headers().firstValue("WWW-Authenticate")).contains("Basic realm=\"carekeep\"");
        assertThat(error(wrong)).isEqualTo("invalid_client");
        assertThat(error(browser.form("/oauth2/token", "grant_type", "client_credentials")))
                .isEqualTo("invalid_client");
        assertThat(error(browser.form("/oauth2/token", "grant_type", "password")))
                .isEqualTo("unsupported_grant_type");
        assertThat(error(browser.form("/oauth2/token", "client_id", "script"))).isEqualTo("invalid_request");
        assertThat(error(browser.form(
                        "/oauth2/token", "grant_type", "client_credentials", "grant_type", "client_credentials")))
                .isEqualTo("invalid_request");
        assertThat(error(browser.form("/oauth2/token?client_id=script", "grant_type", "client_credentials")))
                .isEqualTo("invalid_request");
    }

    @Test
    void a_program_ends_its_own_tokens_only() {
        var secret = fixture.service("script").secret().text();
        var token = text(token(browser, "script", secret), "access_token");
        var others = personsToken("amina", Fixture.READER);
        for (var each : List.of(others, "nonsense", token)) {
            assertThat(browser.form("/oauth2/revoke", "token", each, "client_id", "script", "client_secret", secret)
                            .statusCode())
                    .isEqualTo(200);
        }
        assertThat(browser.bearer(token).get("/fhir/Patient").statusCode()).isEqualTo(401);
        assertThat(browser.bearer(others).get("/fhir/Patient").statusCode()).isEqualTo(200);
    }

    @Test
    void the_operator_calls_from_this_machine_and_never_through_a_proxy() throws IOException {
        var secret = Files.readString(Operator.file(home));
        var token = text(token(browser, "operator", secret), "access_token");
        assertThat(browser.bearer(token).get("/fhir/Patient").body()).isEqualTo("[operator]");
        var forwarded = browser.with("X-Forwarded-For", "127.0.0.1");
        assertThat(forwarded.bearer(token).get("/fhir/Patient").statusCode()).isEqualTo(401);
        assertThat(error(token(forwarded, "operator", secret))).isEqualTo("invalid_client");
        assertThat(browser.bearer(token).get("/admin/accounts").statusCode()).isEqualTo(403);
    }

    @Test
    void a_browser_gets_a_cookie_that_only_our_own_pages_can_use_to_change_something() {
        fixture.person("amina", Fixture.CLINICIAN);
        var page = browser.with("Sec-Fetch-Site", "same-origin");
        var signedIn = page.form("/sign-in", "name", "amina", "password", Fixture.PASSWORD);
        assertThat(signedIn.statusCode()).isEqualTo(303);
        var cookie = signedIn.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie)
                .startsWith("__Host-carekeep=")
                .contains("Path=/", "Secure", "HttpOnly", "SameSite=Lax")
                .doesNotContain("Domain");
        var withCookie = browser.with("Cookie", cookie.substring(0, cookie.indexOf(';')));
        assertThat(withCookie.get("/fhir/Patient").body()).isEqualTo("[clinician]");
        assertThat(withCookie.get("/sign-in").body()).contains("You are signed in");
        for (var foreign : List.of(
                withCookie,
                withCookie.with("Sec-Fetch-Site", "cross-site"),
                withCookie.with("Sec-Fetch-Site", "same-site"),
                withCookie.with("Origin", "https://example.org"))) {
            assertThat(foreign.form("/fhir/Patient").statusCode()).isEqualTo(403);
        }
        var own = "http://127.0.0.1:" + browser.port();
        assertThat(withCookie.with("Origin", own).form("/fhir/Patient").statusCode())
                .isEqualTo(200);
        var signedOut = withCookie.with("Sec-Fetch-Site", "same-origin").form("/sign-out");
        assertThat(signedOut.headers().firstValue("Set-Cookie").orElseThrow()).contains("Max-Age=0");
        assertThat(withCookie.get("/fhir/Patient").statusCode()).isEqualTo(401);
    }

    @Test
    void a_wrong_password_shows_the_page_again_and_another_site_signs_nobody_in() {
        fixture.person("amina", Fixture.CLINICIAN);
        var wrong = browser.form("/sign-in", "name", "amina", "password", "wrong");
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.body()).contains("the name or the password is wrong").doesNotContain("amina");
        assertThat(wrong.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(browser.with("Sec-Fetch-Site", "cross-site")
                        .form("/sign-in", "name", "amina", "password", Fixture.PASSWORD)
                        .statusCode())
                .isEqualTo(403);
        var json = browser.with("Accept", "application/json");
        assertThat(text(json.form("/sign-in", "name", "amina", "password", Fixture.PASSWORD), "access_token"))
                .hasSize(43);
        var refused = json.form("/sign-in", "name", "amina", "password", "wrong");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(Browser.parsed(refused).path("detail").asString()).isEqualTo("the name or the password is wrong");
    }

    @Test
    void the_first_administrator_enrols_by_page_and_makes_the_others() {
        var link = "/enrol?token="
                + fixture.enrolments.first().orElseThrow().token().text();
        assertThat(browser.get(link).body()).contains("Name of the first administrator");
        assertThat(browser.get("/enrol?token=" + "A".repeat(43)).statusCode()).isEqualTo(404);
        var token = link.substring(link.indexOf('=') + 1);
        var tooShort = browser.form("/enrol", "token", token, "name", "amina", "password", "short", "again", "short");
        assertThat(tooShort.statusCode()).isEqualTo(400);
        assertThat(tooShort.body()).contains("at least 15 characters");
        var done = browser.form(
                "/enrol", "token", token, "name", "amina", "password", Fixture.PASSWORD, "again", Fixture.PASSWORD);
        assertThat(done.body()).contains("Your password is set");

        var admin = browser.bearer(text(signInJson("amina"), "access_token"));
        assertThat(admin.get("/fhir/Patient").body()).isEqualTo("[administrator]");
        var bo = admin.json("POST", "/admin/accounts", "{\"kind\":\"person\",\"name\":\"bo\",\"groups\":[\"reader\"]}");
        assertThat(bo.statusCode()).isEqualTo(201);
        var enrolment = text(bo, "enrolment");
        assertThat(enrolment).startsWith("/enrol?token=");
        var chosen = browser.json(
                "POST",
                "/enrol",
                "{\"token\":\"" + enrolment.substring(13) + "\",\"password\":\"" + Fixture.PASSWORD + "\"}");
        assertThat(Browser.parsed(chosen).path("account").asLong())
                .isEqualTo(Browser.parsed(bo).path("number").asLong());
        var reader = browser.bearer(text(signInJson("bo"), "access_token"));
        assertThat(reader.get("/admin/accounts").statusCode()).isEqualTo(403);
        var list = admin.get("/admin/accounts").body();
        assertThat(list).contains("\"bo\"", "\"operator\"", "\"active\"").doesNotContain("enrolment", "secret");
    }

    @Test
    void accounts_are_changed_over_http_and_mistakes_are_named() {
        var admin = browser.bearer(personsToken("amina", Group.ADMINISTRATOR));
        var made = admin.json(
                "POST", "/admin/accounts", "{\"kind\":\"service\",\"name\":\"script\",\"groups\":[\"reader\"]}");
        var secret = text(made, "client_secret");
        assertThat(token(browser, "script", secret).statusCode()).isEqualTo(200);
        var path = "/admin/accounts/" + Browser.parsed(made).path("number").asLong();
        assertThat(text(admin.json("POST", path + "/suspend", ""), "state")).isEqualTo("suspended");
        assertThat(error(token(browser, "script", secret))).isEqualTo("invalid_client");
        assertThat(text(admin.json("POST", path + "/resume", ""), "state")).isEqualTo("active");
        assertThat(admin.json("PUT", path + "/groups", "{\"groups\":[\"clinician\"]}")
                        .body())
                .contains("\"clinician\"");
        assertThat(text(admin.json("POST", path + "/secret", ""), "client_secret"))
                .isNotEqualTo(secret);
        assertThat(text(admin.json("POST", path + "/end", ""), "state")).isEqualTo("ended");
        assertThat(admin.json("POST", path + "/resume", "").statusCode()).isEqualTo(409);
        assertThat(admin.json("POST", "/admin/accounts/0/end", "").statusCode()).isEqualTo(404);
        for (var wrong : List.of(
                "{\"kind\":\"robot\",\"name\":\"x1\",\"groups\":[\"reader\"]}",
                "{\"kind\":\"person\",\"name\":\"\",\"groups\":[\"reader\"]}",
                "{\"kind\":\"person\",\"name\":\"x1\",\"groups\":[]}",
                "{\"kind\":\"person\",\"name\":\"x1\",\"groups\":[\"operator\"]}",
                "not json")) {
            assertThat(admin.json("POST", "/admin/accounts", wrong).statusCode())
                    .as(wrong)
                    .isEqualTo(400);
        }
    }

    @Test
    void every_answer_tells_the_browser_what_not_to_do() {
        for (var path : List.of("/sign-in", "/fhir/metadata", "/fhir/Patient")) {
            var headers = browser.get(path).headers();
            assertThat(headers.firstValue("Cache-Control")).contains("no-store");
            assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
                    .contains("default-src 'none'", "frame-ancestors 'none'");
            assertThat(headers.firstValue("Strict-Transport-Security")).isEmpty();
        }
    }
}
