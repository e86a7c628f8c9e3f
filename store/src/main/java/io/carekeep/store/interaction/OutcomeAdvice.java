package io.carekeep.store.interaction;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/// Turns whatever went wrong into an OperationOutcome with the right status. The last resort is a number under which
/// the log tells the operator where it happened; nothing of the request is repeated.
@RestControllerAdvice
final class OutcomeAdvice {

    private static final long RETRY_SECONDS = 5;

    private final LastResort lastResort;

    OutcomeAdvice(LastResort lastResort) {
        this.lastResort = lastResort;
    }

    @ExceptionHandler
    void refused(Refused refused, HttpServletRequest request, HttpServletResponse response) throws IOException {
        send(refused.problem(), request, response);
    }

    @ExceptionHandler
    void method(
            HttpRequestMethodNotSupportedException refused, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setHeader("Allow", String.join(", ", allowed(refused.getSupportedHttpMethods())));
        send(
                new Problem.NoSuchInteraction("This address has other methods: the header Allow names them."),
                request,
                response);
    }

    // Spring answers HEAD wherever it answers GET, and OPTIONS everywhere.
    private static Set<String> allowed(@Nullable Set<HttpMethod> supported) {
        var methods = new TreeSet<String>();
        if (supported != null) {
            supported.forEach(method -> methods.add(method.name()));
        }
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        methods.add("OPTIONS");
        return methods;
    }

    @ExceptionHandler({NoResourceFoundException.class, NoHandlerFoundException.class})
    void nowhere(HttpServletRequest request, HttpServletResponse response) throws IOException {
        send(new Problem.Missing("address"), request, response);
    }

    /// The client has gone: there is nobody to answer.
    @ExceptionHandler(AsyncRequestNotUsableException.class)
    void gone() {}

    @ExceptionHandler
    void other(Exception failure, HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (failure instanceof ErrorResponse known && known.getStatusCode().is4xxClientError()) {
            answer(
                    known.getStatusCode().value(),
                    Outcome.json(
                            Outcome.Severity.ERROR,
                            List.of(new Problem.Issue("", "invalid", "The request can't be understood."))),
                    request,
                    response);
            return;
        }
        failed(failure, request, response);
    }

    /// A broken assumption of ours.
    @ExceptionHandler
    void broken(Error failure, HttpServletRequest request, HttpServletResponse response) throws IOException {
        failed(failure, request, response);
    }

    private void failed(Throwable failure, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        answer(500, lastResort.outcome(failure), request, response);
    }

    private static void send(Problem problem, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (!response.isCommitted()) {
            headers(problem, response);
        }
        answer(problem.status(), Outcome.json(problem), request, response);
    }

    private static void headers(Problem problem, HttpServletResponse response) {
        switch (problem) {
            case Problem.Deleted(var _, var version) -> response.setHeader("ETag", "W/\"" + version + "\"");
            case Problem.Unauthenticated _ -> response.setHeader("WWW-Authenticate", Problem.CHALLENGE);
            case Problem.TooWeak weak -> response.setHeader("WWW-Authenticate", weak.challenge());
            case Problem.TooMany many -> response.setHeader("Retry-After", Long.toString(many.seconds()));
            case Problem.Spent spent -> response.setHeader("Retry-After", Long.toString(spent.seconds()));
            case Problem.Unavailable _ -> response.setHeader("Retry-After", Long.toString(RETRY_SECONDS));
            case Problem.WrongFormat(var status, var _) -> {
                if (status == 415) {
                    response.setHeader("Accept-Post", "application/fhir+json");
                }
            }
            case Problem.Damaged _,
                    Problem.Malformed _,
                    Problem.Invalid _,
                    Problem.Unprocessable _,
                    Problem.Unsupported _,
                    Problem.Forbidden _,
                    Problem.Missing _,
                    Problem.NoSuchInteraction _,
                    Problem.Conflict _,
                    Problem.PreconditionFailed _,
                    Problem.TooLarge _,
                    Problem.TooCostly _ -> {}
        }
    }

    private static void answer(int status, byte[] body, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (response.isCommitted()) {
            return; // Part of an answer is out: the connection ends short, which the client can tell.
        }
        ReplyWriter.write(Reply.told(status, body), request, response);
    }
}
