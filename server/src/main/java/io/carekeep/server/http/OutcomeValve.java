package io.carekeep.server.http;

import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;

/// Tells what the container itself refuses, such as a malformed request line, as an OperationOutcome too.
public final class OutcomeValve extends ErrorReportValve {

    @Override
    protected void report(Request request, Response response, @org.jspecify.annotations.Nullable Throwable failure) {
        int status = response.getStatus();
        if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        try {
            var json = Outcomes.of(status).json();
            response.setContentType(Outcomes.TYPE);
            response.setContentLength(json.length);
            response.getOutputStream().write(json);
            response.finishResponse();
        } catch (IOException | IllegalStateException _) { // the client is gone
        }
    }
}
