package io.carekeep.store.interaction;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Gate;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceKey;
import io.carekeep.fhir.json.Json;
import io.carekeep.store.write.ResourceWriter;
import java.util.Set;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;

/// Puts a new version in a resource's place, or creates it under the client's id:
/// https://hl7.org/fhir/R4/http.html#update. Without an id a search names the resource.
@Controller
final class UpdateInteraction {

    private final Gate gate;
    private final ResourceWriter writer;

    UpdateInteraction(Gate gate, ResourceWriter writer) {
        this.gate = gate;
        this.writer = writer;
    }

    @PutMapping("/fhir/{type}/{id}")
    Reply update(Caller caller, Ask ask, @PathVariable String type, @PathVariable String id) {
        var key = Address.key(type, id);
        ask.demandOnly(Set.of());
        ask.conditions().demandNoneMatchUnsaid();
        var ifMatch = ask.conditions().ifMatch();
        var doc = document(key, ask.content());
        var written = gate.pass(
                caller,
                Action.update(key.type()).asked(Address.of(key)),
                permit -> writer.update(permit, key, doc, ifMatch));
        return WriteReply.of(ask.base(), ask.preference().returned(), written);
    }

    @PutMapping("/fhir/{type}")
    Reply conditional(Caller caller, Ask ask, @PathVariable String type) {
        var known = Address.type(type);
        ask.conditions().demandNoneMatchUnsaid();
        var condition = ask.condition();
        var ifMatch = ask.conditions().ifMatch();
        var doc = ask.content().resource(type);
        var written = gate.pass(
                caller,
                Action.update(known).asked(ask.words(type)),
                permit -> writer.update(permit, known, condition, doc, ifMatch));
        return WriteReply.of(ask.base(), ask.preference().returned(), written);
    }

    private static Json document(ResourceKey key, Content content) {
        boolean raw = key.type().name().equals("Binary")
                && !content.isEmpty()
                && !Format.isJson(content.type())
                && !Format.isXml(content.type());
        if (raw) {
            return BinaryData.wrapped(content, key.id(), content.securityContext());
        }
        var doc = content.resource(key.type().name());
        int id = doc.get(0, "id");
        if (id == Json.NONE || !doc.text(id).equals(key.id())) {
            throw new Refused(new Problem.Invalid(key.type().name() + ".id", "the id that the address names"));
        }
        return doc;
    }
}
