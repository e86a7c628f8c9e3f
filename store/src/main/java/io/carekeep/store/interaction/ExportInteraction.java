package io.carekeep.store.interaction;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Gate;
import io.carekeep.access.Interaction;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestMethod;

/// Refuses bulk export (https://hl7.org/fhir/uv/bulkdata/) and says why. The gate keeps a record of who tried.
@Controller
final class ExportInteraction {

    private static final String WHY =
            "Records leave one by one and audited: no route exports the database. Ask for Patient/[id]/$everything.";

    private final Gate gate;

    ExportInteraction(Gate gate) {
        this.gate = gate;
    }

    @RequestMapping(
            path = {"/fhir/$export", "/fhir/Patient/$export", "/fhir/Group/{id}/$export"},
            method = {RequestMethod.GET, RequestMethod.POST})
    Reply export(Caller caller) {
        return gate.pass(caller, Action.of(Interaction.EXPORT), _ -> {
            throw new Refused(new Problem.Forbidden(WHY));
        });
    }
}
