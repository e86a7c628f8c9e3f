package io.carekeep.store.interaction;

import io.carekeep.base.EventLog;
import io.carekeep.base.LogField;
import io.carekeep.base.Problem;
import java.security.SecureRandom;
import java.util.List;
import org.springframework.stereotype.Component;

/// Answers what nobody foresaw: a number for the client, under which the log tells the operator where it happened.
/// Neither says what was in the request.
@Component
final class LastResort {

    private enum Event {
        REQUEST_FAILED
    }

    private static final EventLog LOG = new EventLog(LastResort.class);

    private final SecureRandom random;

    LastResort(SecureRandom random) {
        this.random = random;
    }

    /// Logs a failure and says so as an OperationOutcome.
    byte[] outcome(Throwable failure) {
        long reference = random.nextLong(1_000_000_000L, 10_000_000_000L);
        LOG.error(Event.REQUEST_FAILED, new LogField.Surrogate("reference", reference), new LogField.Failure(failure));
        var text = "The server failed. Its log says more under the reference " + reference + ".";
        return Outcome.json(Outcome.Severity.ERROR, List.of(new Problem.Issue("", "exception", text)));
    }
}
