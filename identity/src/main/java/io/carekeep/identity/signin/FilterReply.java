package io.carekeep.identity.signin;

import io.carekeep.base.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// The answers of the filter itself: an OperationOutcome to those who speak FHIR, a problem (RFC 9457) to others. The
/// texts are ours and need no escapes.
final class FilterReply {

    private static final String FHIR = "/fhir/";
    private static final int RETRY_SECONDS = 5;

    private final HttpServletRequest request;
    private final HttpServletResponse response;

    FilterReply(HttpServletRequest request, HttpServletResponse response) {
        this.request = request;
        this.response = response;
    }

    /// RFC 6750 section 3.
    /// @param shown whether a token was shown, which then is not in force
    void unauthenticated(boolean shown) throws IOException {
        response.setHeader(
                "WWW-Authenticate", shown ? Problem.CHALLENGE + ", error=\"invalid_token\"" : Problem.CHALLENGE);
        var text = shown
                ? "this token is not in force: get a new one"
                : "sign in first: get a token at /oauth2/token or /sign-in and send it as Authorization: Bearer";
        write(HttpServletResponse.SC_UNAUTHORIZED, "login", "Unauthorized", text);
    }

    /// A request that another site made a browser send.
    void foreign() throws IOException {
        write(
                HttpServletResponse.SC_FORBIDDEN,
                "forbidden",
                "Forbidden",
                "with a cookie only pages of this server may change something: send a token instead");
    }

    /// What the request says of itself can't be understood, or nobody can be let in at present.
    void refused(Problem problem) throws IOException {
        if (problem instanceof Problem.Unavailable unavailable) {
            unavailable(unavailable);
            return;
        }
        write(problem.status(), "invalid", "Bad Request", problem.inWords());
    }

    void unavailable(Problem.Unavailable problem) throws IOException {
        response.setIntHeader("Retry-After", RETRY_SECONDS);
        write(HttpServletResponse.SC_SERVICE_UNAVAILABLE, "transient", "Service Unavailable", problem.text());
    }

    private void write(int status, String code, String title, String text) throws IOException {
        boolean fhir = request.getRequestURI().startsWith(FHIR)
                || request.getRequestURI().equals("/fhir");
        var body = fhir ? outcome(code, text) : problem(status, title, text);
        response.setStatus(status);
        response.setContentType(fhir ? "application/fhir+json;charset=UTF-8" : "application/problem+json");
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    private static String outcome(String code, String text) {
        return "{\"resourceType\":\"OperationOutcome\",\"issue\":[{\"severity\":\"error\",\"code\":\"" + code
                + "\",\"diagnostics\":\"" + text + "\"}]}";
    }

    private static String problem(int status, String title, String text) {
        return "{\"status\":" + status + ",\"title\":\"" + title + "\",\"detail\":\"" + text + "\"}";
    }
}
