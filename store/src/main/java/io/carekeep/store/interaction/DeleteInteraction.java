package io.carekeep.store.interaction;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Gate;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.store.write.ResourceWriter;
import java.util.Set;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;

/// Ends a resource; its history stays: https://hl7.org/fhir/R4/http.html#delete. Without an id a search names the one
/// resource.
@Controller
final class DeleteInteraction {

    private final Gate gate;
    private final ResourceWriter writer;

    DeleteInteraction(Gate gate, ResourceWriter writer) {
        this.gate = gate;
        this.writer = writer;
    }

    @DeleteMapping("/fhir/{type}/{id}")
    Reply delete(Caller caller, Ask ask, @PathVariable String type, @PathVariable String id) {
        var key = Address.key(type, id);
        ask.demandOnly(Set.of());
        ask.conditions().demandNoneMatchUnsaid();
        var ifMatch = ask.conditions().ifMatch();
        var written = gate.pass(
                caller,
                Action.delete(key.type()).asked(Address.of(key)),
                permit -> writer.delete(permit, key, ifMatch));
        return WriteReply.of(ask.base(), ask.preference().returned(), written);
    }

    @DeleteMapping("/fhir/{type}")
    Reply conditional(Caller caller, Ask ask, @PathVariable String type) {
        var known = Address.type(type);
        ask.conditions().demandNoneMatchUnsaid();
        if (ask.conditions().match() != null) {
            throw new Refused(new Problem.Unsupported("If-Match", "Only a delete by id takes it."));
        }
        var condition = ask.condition();
        var written = gate.pass(
                caller, Action.delete(known).asked(ask.words(type)), permit -> writer.delete(permit, known, condition));
        return WriteReply.of(ask.base(), ask.preference().returned(), written);
    }
}
