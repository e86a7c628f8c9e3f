package io.carekeep.store.interaction;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Gate;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.json.Json;
import io.carekeep.store.write.ResourceWriter;
import java.util.Set;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/// Creates a resource under an id that the server chooses: https://hl7.org/fhir/R4/http.html#create. With
/// `If-None-Exist` only when a search finds none.
@Controller
final class CreateInteraction {

    private final Gate gate;
    private final ResourceWriter writer;

    CreateInteraction(Gate gate, ResourceWriter writer) {
        this.gate = gate;
        this.writer = writer;
    }

    @PostMapping("/fhir/{type}")
    Reply create(Caller caller, Ask ask, @PathVariable String type) {
        var known = Address.type(type);
        ask.demandOnly(Set.of());
        var condition = ask.conditions().ifNoneExist();
        var doc = document(known, ask.content());
        var written = gate.pass(
                caller,
                Action.create(known).asked(condition == null ? type : type + "?" + condition),
                permit -> writer.create(permit, known, doc, condition));
        return WriteReply.of(ask.base(), ask.preference().returned(), written);
    }

    private static Json document(ResourceType type, Content content) {
        boolean raw = type.name().equals("Binary")
                && !content.isEmpty()
                && !Format.isJson(content.type())
                && !Format.isXml(content.type());
        return raw ? BinaryData.wrapped(content, null, content.securityContext()) : content.resource(type.name());
    }
}
