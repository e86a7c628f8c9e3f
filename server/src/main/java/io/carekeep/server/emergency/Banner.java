package io.carekeep.server.emergency;

import io.carekeep.access.AnswerWatch;
import io.carekeep.access.Caller;
import io.carekeep.access.emergency.Emergency;
import io.carekeep.access.emergency.Openings;
import java.time.Instant;
import java.util.Set;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/// Marks each answer about a patient whose records are open to the caller in an emergency with a header, a list of
/// https://www.rfc-editor.org/rfc/rfc9651, so that an application can show a banner. It names no patient.
final class Banner implements AnswerWatch {

    /// Its name.
    static final String HEADER = "Carekeep-Emergency";

    private final Openings openings;

    Banner(Openings openings) {
        this.openings = openings;
    }

    @Override
    public void answers(Caller caller, Set<Long> patients) {
        for (var each : openings.of(caller.account())) {
            if (patients.contains(each.home())) {
                mark(each);
            }
        }
    }

    // What is asked for in another way than by HTTP has nothing to mark. A batch is marked by any of its entries.
    private static void mark(Emergency emergency) {
        var request = RequestContextHolder.getRequestAttributes();
        var response = request instanceof ServletRequestAttributes http ? http.getResponse() : null;
        if (response != null && !response.getHeaders(HEADER).contains(words(emergency))) {
            response.addHeader(HEADER, words(emergency));
        }
    }

    private static String words(Emergency emergency) {
        return "%s;number=%d;until=\"%s\""
                .formatted(emergency.reason().word(), emergency.number(), Instant.ofEpochMilli(emergency.high()));
    }
}
