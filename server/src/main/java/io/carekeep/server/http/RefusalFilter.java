package io.carekeep.server.http;

import io.carekeep.base.EventLog;
import io.carekeep.base.LogField;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.base.database.DatabaseProblem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/// The outermost place: what was refused or failed anywhere inside becomes an OperationOutcome.
final class RefusalFilter extends HttpFilter {

    private enum Event {
        REQUEST_FAILED
    }

    private static final EventLog LOG = new EventLog(RefusalFilter.class);

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
        var outcome = outcome(failure);
        if (outcome.status() >= 500) {
            LOG.error(Event.REQUEST_FAILED, new LogField.Failure(failure));
        }
        if (response.isCommitted()) {
            throw new IOException("an answer broke off");
        }
        response.reset();
        if (failure instanceof Refused refused) {
            switch (refused.problem()) {
                case Problem.Unauthenticated _ -> response.setHeader("WWW-Authenticate", "Bearer realm=\"carekeep\"");
                case Problem.TooMany many -> response.setHeader("Retry-After", Long.toString(many.seconds()));
                default -> {}
            }
        }
        write(response, outcome);
    }

    private static Outcomes.Outcome outcome(Throwable failure) {
        if (failure instanceof Refused refused) {
            return Outcomes.of(refused.problem());
        }
        return DatabaseProblem.of(failure).map(Outcomes::of).orElseGet(() -> Outcomes.of(500));
    }

    static void write(HttpServletResponse response, Outcomes.Outcome outcome) throws IOException {
        var json = outcome.json();
        response.setStatus(outcome.status());
        response.setContentType(Outcomes.TYPE);
        response.setContentLength(json.length);
        response.getOutputStream().write(json);
    }
}
