package io.carekeep.store.interaction;

import io.carekeep.access.Caller;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.json.Json;
import io.carekeep.store.RowReader;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Carries out the entries of a batch one after the other, each for itself: one that is refused says so in its own
/// answer and leaves the others alone.
@Component
final class Batch {

    /// The most entries of a batch.
    static final int ENTRIES_MAX = 25_000;

    private final BatchRoutes routes;
    private final Bundles bundles;
    private final LastResort lastResort;

    Batch(BatchRoutes routes, Bundles bundles, LastResort lastResort) {
        this.routes = routes;
        this.bundles = bundles;
        this.lastResort = lastResort;
    }

    byte[] carriedOut(Caller caller, Ask ask, Json bundle) {
        int list = bundle.get(0, "entry");
        if (list != Json.NONE && bundle.kind(list) != Json.Kind.ARRAY) {
            throw new Refused(new Problem.Invalid("Bundle.entry", "a list of entries"));
        }
        int count = list == Json.NONE ? 0 : bundle.size(list);
        if (count > ENTRIES_MAX) {
            throw new Refused(new Problem.TooLarge("bundle-entries", ENTRIES_MAX));
        }
        var answer =
                bundles.begin("batch-response", OptionalLong.empty(), Bundles.NO_LINKS, count * BundleWriter.ENTRY);
        int ordinal = 0;
        for (int entry = count == 0 ? Json.NONE : bundle.first(list);
                entry != Json.NONE;
                entry = bundle.next(entry, list)) {
            boolean full = answer.size() > RowReader.ANSWER_BYTES;
            answer.answered(ask.base(), answer(caller, ask, bundle, entry, ordinal++, full));
        }
        return answer.bytes();
    }

    // This is the HTTP edge of an entry: whatever goes wrong in it becomes its answer.
    private Reply.Fhir answer(Caller caller, Ask ask, Json bundle, int place, int ordinal, boolean full) {
        try {
            var entry = new BatchEntry(bundle, place, ordinal);
            if (full && entry.reads(ask.base())) {
                throw new Refused(new Problem.TooCostly("answer-bytes", RowReader.ANSWER_BYTES));
            }
            return switch (routes.reply(caller, ask, entry)) {
                case Reply.Fhir reply -> reply;
                case Reply.Raw raw -> Reply.of(raw.version(), Subset.NONE);
            };
        } catch (Refused refused) {
            return Reply.told(refused.problem().status(), Outcome.json(refused.problem()));
        } catch (RuntimeException | AssertionError failure) {
            return Reply.told(500, lastResort.outcome(failure));
        }
    }

    /// What the entries of a bundle are answered with: no bodies unless they are asked for.
    static Preference.Return returned(Ask ask) {
        return switch (ask.preference().returned()) {
            case UNSAID, MINIMAL -> Preference.Return.MINIMAL;
            case REPRESENTATION -> Preference.Return.REPRESENTATION;
            case OUTCOME -> Preference.Return.OUTCOME;
        };
    }

    /// The property of an entry's request, or null.
    static @Nullable String said(Json bundle, int request, String name) {
        int node = bundle.get(request, name);
        return node == Json.NONE || bundle.kind(node) != Json.Kind.STRING ? null : bundle.text(node);
    }
}
