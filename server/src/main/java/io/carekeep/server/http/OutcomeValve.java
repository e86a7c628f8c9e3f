package io.carekeep.server.http;

import io.carekeep.store.interaction.Outcome;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;

/// Tells what the container itself refuses, such as a malformed request line, as an OperationOutcome too.
public final class OutcomeValve extends ErrorReportValve {

    @Override
    protected void report(Request request, Response response, @org.jspecify.annotations.Nullable Throwable failure) {
        // What the container doesn't implement is a method or a transfer coding that the client should not have sent.
        if (response.getStatus() == HttpServletResponse.SC_NOT_IMPLEMENTED) {
            response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
        }
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        try {
            var json = Outcome.json(ContainerRefusals.issues(status));
            response.setContentType(Outcome.TYPE);
            response.setContentLength(json.length);
            response.getOutputStream().write(json);
            response.finishResponse();
        } catch (IOException | IllegalStateException _) { // the client is gone
        }
    }
}
