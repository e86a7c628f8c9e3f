package io.carekeep.store.interaction;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Gate;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.patch.FhirPathPatch;
import io.carekeep.fhir.patch.JsonPatch;
import io.carekeep.store.write.PatchWork;
import io.carekeep.store.write.ResourceWriter;
import java.util.Set;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;

/// Changes parts of a resource: https://hl7.org/fhir/R4/http.html#patch, by JSON Patch or by FHIRPath Patch. Without an
/// id a search names the resource.
@Controller
final class PatchInteraction {

    private final Gate gate;
    private final ResourceWriter writer;

    PatchInteraction(Gate gate, ResourceWriter writer) {
        this.gate = gate;
        this.writer = writer;
    }

    @PatchMapping("/fhir/{type}/{id}")
    Reply patch(Caller caller, Ask ask, @PathVariable String type, @PathVariable String id) {
        var key = Address.key(type, id);
        ask.demandOnly(Set.of());
        ask.conditions().demandNoneMatchUnsaid();
        var ifMatch = ask.conditions().ifMatch();
        var work = work(ask.content());
        var written = gate.pass(
                caller,
                Action.patch(key.type()).asked(Address.of(key)),
                permit -> writer.patch(permit, key, work, ifMatch));
        return WriteReply.of(ask.base(), ask.preference().returned(), written);
    }

    @PatchMapping("/fhir/{type}")
    Reply conditional(Caller caller, Ask ask, @PathVariable String type) {
        var known = Address.type(type);
        ask.conditions().demandNoneMatchUnsaid();
        var condition = ask.condition();
        var ifMatch = ask.conditions().ifMatch();
        var work = work(ask.content());
        var written = gate.pass(
                caller,
                Action.patch(known).asked(ask.words(type)),
                permit -> writer.patch(permit, known, condition, work, ifMatch));
        return WriteReply.of(ask.base(), ask.preference().returned(), written);
    }

    static PatchWork work(Content content) {
        if (content.isEmpty()) {
            throw new Refused(new Problem.Invalid("body", "a patch"));
        }
        if (content.type().equals(Format.JSON_PATCH)) {
            var patch = content.json();
            return stored -> JsonPatch.apply(stored, patch);
        }
        if (!Format.isJson(content.type())) {
            throw Format.notUnderstood(Format.JSON_PATCH + ", or application/fhir+json with Parameters");
        }
        var parameters = content.resource("Parameters");
        return stored -> FhirPathPatch.apply(stored, parameters);
    }
}
