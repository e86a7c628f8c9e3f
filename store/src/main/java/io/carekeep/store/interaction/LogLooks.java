package io.carekeep.store.interaction;

import io.carekeep.access.Caller;
import io.carekeep.access.LogKept;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.json.Json;
import io.carekeep.store.RowReader;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/// Answers the entries of a transaction that look into the audit log, as if they had come alone: the log is no part of
/// what the transaction changes, and is looked into before anything is.
@Component
final class LogLooks {

    private final BatchRoutes routes;
    private final AuditEvents events;

    LogLooks(BatchRoutes routes, AuditEvents events) {
        this.routes = routes;
        this.events = events;
    }

    /// The answers by the entries' places in the bundle; none for callers who may not read the log.
    /// @throws Refused when one of them is refused, and with it the transaction
    Map<Integer, Reply.Fhir> replies(Caller caller, Ask ask, Json bundle) {
        var replies = new HashMap<Integer, Reply.Fhir>();
        int list = bundle.get(0, "entry");
        boolean some = list != Json.NONE && bundle.kind(list) == Json.Kind.ARRAY && bundle.size(list) > 0;
        if (!some || !events.answers(caller)) {
            return replies;
        }
        long bytes = 0;
        int ordinal = 0;
        for (int place = bundle.first(list); place != Json.NONE; place = bundle.next(place, list)) {
            var entry = new BatchEntry(bundle, place, ordinal);
            if (looks(entry, ask.base())) {
                var reply = reply(caller, ask, entry);
                bytes += reply.length();
                replies.put(ordinal, reply);
            }
            if (bytes > RowReader.ANSWER_BYTES) {
                throw new Refused(new Problem.TooCostly("answer-bytes", RowReader.ANSWER_BYTES));
            }
            ordinal++;
        }
        return replies;
    }

    private static boolean looks(BatchEntry entry, String base) {
        return entry.method().equals("GET")
                && ResourceType.of(entry.path(base).getFirst())
                        .filter(LogKept::isOf)
                        .isPresent();
    }

    private Reply.Fhir reply(Caller caller, Ask ask, BatchEntry entry) {
        return switch (routes.reply(caller, ask, entry)) {
            case Reply.Fhir reply -> reply;
            case Reply.Raw raw -> Reply.of(raw.version(), Subset.NONE);
        };
    }
}
