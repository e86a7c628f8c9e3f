package io.carekeep.server.http;

import io.carekeep.base.EventLog;
import io.carekeep.base.LogField;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.base.database.DatabaseProblem;
import io.carekeep.store.interaction.Outcome;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/// The outermost place: what was refused or failed anywhere inside becomes an OperationOutcome.
final class RefusalFilter extends HttpFilter {

    private enum Event {
        REQUEST_FAILED
    }

    private static final EventLog LOG = new EventLog(RefusalFilter.class);
    private static final long RETRY_SECONDS = 5;

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException {
        try {
            chain.doFilter(request, response);
        } catch (ServletException failure) {
            tell(response, failure.getCause() == null ? failure : failure.getCause());
        } catch (RuntimeException | AssertionError failure) {
            tell(response, failure);
        }
    }

    private static void tell(HttpServletResponse response, Throwable failure) throws IOException {
        var problem = problem(failure);
        int status = problem.map(Problem::status).orElse(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
        if (status >= HttpServletResponse.SC_INTERNAL_SERVER_ERROR) {
            LOG.error(Event.REQUEST_FAILED, new LogField.Failure(failure));
        }
        if (response.isCommitted()) {
            throw new IOException("an answer broke off");
        }
        response.reset();
        problem.ifPresent(known -> headers(known, response));
        var json = problem.map(Outcome::json).orElseGet(() -> Outcome.json(ContainerRefusals.issues(status)));
        response.setStatus(status);
        response.setContentType(Outcome.TYPE);
        response.setContentLength(json.length);
        response.getOutputStream().write(json);
    }

    private static void headers(Problem problem, HttpServletResponse response) {
        switch (problem) {
            case Problem.Unauthenticated _ -> response.setHeader("WWW-Authenticate", Problem.CHALLENGE);
            case Problem.TooWeak weak -> response.setHeader("WWW-Authenticate", weak.challenge());
            case Problem.Spent spent -> response.setHeader("Retry-After", Long.toString(spent.seconds()));
            case Problem.TooMany many -> response.setHeader("Retry-After", Long.toString(many.seconds()));
            case Problem.Unavailable _ -> response.setHeader("Retry-After", Long.toString(RETRY_SECONDS));
            default -> {}
        }
    }

    private static Optional<Problem> problem(Throwable failure) {
        return failure instanceof Refused refused
                ? Optional.of(refused.problem())
                : DatabaseProblem.of(failure).map(Problem.class::cast);
    }
}
