package io.carekeep.store.interaction;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Gate;
import io.carekeep.access.Interaction;
import io.carekeep.base.HandlesPhi;
import io.carekeep.fhir.json.Json;
import io.carekeep.store.Version;
import io.carekeep.store.find.ResourceStore;
import java.util.Set;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;

/// Tells a resource's profiles, tags and labels: https://hl7.org/fhir/R4/resource-operation-meta.html.
@Controller
final class MetaInteraction {

    private final Gate gate;
    private final ResourceStore store;

    MetaInteraction(Gate gate, ResourceStore store) {
        this.gate = gate;
        this.store = store;
    }

    @RequestMapping(
            path = "/fhir/{type}/{id}/$meta",
            method = {RequestMethod.GET, RequestMethod.POST})
    Reply meta(Caller caller, Ask ask, @PathVariable String type, @PathVariable String id) {
        var key = Address.key(type, id);
        ask.demandOnly(Set.of());
        var found = gate.pass(
                caller,
                new Action(Interaction.META, key.type()).asked(Address.of(key) + "/$meta"),
                permit -> store.read(permit, key));
        return Reply.ok(parameters(ReadInteraction.demand(key.type(), found)));
    }

    @HandlesPhi(why = "the meta of a permitted read")
    private static byte[] parameters(Version version) {
        var doc = Content.PARSER.parse(version.json().reveal());
        int meta = doc.get(0, "meta");
        var out = new JsonOut();
        out.object().property("resourceType", "Parameters").name("parameter").array();
        out.object().property("name", "return").name("valueMeta");
        if (meta == Json.NONE) {
            out.object()
                    .property("versionId", Integer.toString(version.version()))
                    .endObject();
        } else {
            out.json(doc.raw(meta));
        }
        return out.endObject().endArray().endObject().bytes();
    }
}
