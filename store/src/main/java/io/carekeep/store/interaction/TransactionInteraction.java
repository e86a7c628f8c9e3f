package io.carekeep.store.interaction;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Gate;
import io.carekeep.base.Phi;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.json.Json;
import io.carekeep.store.write.EntryResult;
import io.carekeep.store.write.ResourceWriter;
import io.carekeep.store.write.Return;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;

/// Does what a bundle says, all or nothing for a transaction, entry by entry for a batch:
/// https://hl7.org/fhir/R4/http.html#transaction.
@Controller
final class TransactionInteraction {

    private final Gate gate;
    private final ResourceWriter writer;
    private final Batch batch;
    private final SearchInteraction search;
    private final Bundles bundles;
    private final LogLooks looks;

    TransactionInteraction(
            Gate gate, ResourceWriter writer, Batch batch, SearchInteraction search, Bundles bundles, LogLooks looks) {
        this.looks = looks;
        this.gate = gate;
        this.writer = writer;
        this.batch = batch;
        this.search = search;
        this.bundles = bundles;
    }

    @PostMapping({"/fhir", "/fhir/"})
    Reply carryOut(Caller caller, Ask ask) {
        var bundle = ask.content().resource("Bundle");
        var type = bundle.text(0, "type");
        return switch (type == null ? "" : type) {
            case "transaction" -> transaction(caller, ask, bundle);
            case "batch" -> Reply.ok(batch.carriedOut(caller, ask, bundle));
            default ->
                throw new Refused(
                        new Problem.Invalid("Bundle.type", "transaction or batch; store a Bundle at /Bundle"));
        };
    }

    private Reply transaction(Caller caller, Ask ask, Json bundle) {
        var told = looks.replies(caller, ask, bundle);
        var results = gate.pass(
                caller, Action.transaction(), permit -> writer.transaction(permit, bundle, told.keySet(), wanted(ask)));
        return Reply.ok(answers(caller, ask, results, told));
    }

    private static Return wanted(Ask ask) {
        return switch (Batch.returned(ask)) {
            case REPRESENTATION -> Return.REPRESENTATION;
            case UNSAID, MINIMAL, OUTCOME -> Return.MINIMAL;
        };
    }

    // Bodies come back only when they are asked for: a bundle can be large.
    private byte[] answers(Caller caller, Ask ask, List<EntryResult> results, Map<Integer, Reply.Fhir> told) {
        var wanted = Batch.returned(ask);
        var answer = bundles.begin(
                "transaction-response",
                OptionalLong.empty(),
                Bundles.NO_LINKS,
                Math.multiplyExact(results.size(), BundleWriter.ENTRY));
        for (int at = 0; at < results.size(); at++) {
            answer.answered(
                    ask.base(),
                    switch (results.get(at)) {
                        case EntryResult.Elsewhere() -> Objects.requireNonNull(told.get(at));
                        case EntryResult.Wrote(var written) -> WriteReply.of(ask.base(), wanted, written);
                        case EntryResult.Read(var found) -> Reply.of(found.version(), Subset.NONE);
                        case EntryResult.Searched(var url, var page) ->
                            new Reply.Fhir(
                                    200,
                                    Reply.Kind.RESOURCE,
                                    Phi.of(search.bundle(caller, ask.base(), url, page)),
                                    null,
                                    null,
                                    null);
                    });
        }
        return answer.bytes();
    }
}
