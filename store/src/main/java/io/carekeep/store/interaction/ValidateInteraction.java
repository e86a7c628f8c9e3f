package io.carekeep.store.interaction;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Gate;
import io.carekeep.access.Interaction;
import io.carekeep.base.HandlesPhi;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceKey;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.search.Parameter;
import io.carekeep.fhir.validation.Validator;
import io.carekeep.store.Version;
import io.carekeep.store.find.ResourceStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;

/// Says whether a resource would be accepted, without storing it:
/// https://hl7.org/fhir/R4/resource-operation-validate.html.
@Controller
final class ValidateInteraction {

    private static final Set<String> KNOWN = Set.of("mode", "profile");

    /// What is to be done with the resource.
    private enum Mode {
        ANY,
        CREATE,
        UPDATE,
        DELETE
    }

    /// What is to be judged.
    /// @param node the resource in the document, or [Json#NONE] when none came
    private record Matter(Mode mode, @Nullable Json doc, int node) {}

    private final Gate gate;
    private final ResourceStore store;
    private final Validator validator;

    ValidateInteraction(Gate gate, ResourceStore store, Validator validator) {
        this.gate = gate;
        this.store = store;
        this.validator = validator;
    }

    @PostMapping("/fhir/{type}/$validate")
    Reply ofType(Caller caller, Ask ask, @PathVariable String type) {
        var known = Address.type(type);
        ask.demandOnly(KNOWN);
        return gate.pass(caller, new Action(Interaction.VALIDATE, known), _ -> {
            var matter = matter(ask);
            return switch (matter.mode()) {
                case ANY, CREATE, UPDATE -> judged(known, null, matter);
                case DELETE ->
                    throw new Refused(new Problem.Invalid("mode", "for a delete: [type]/[id]/$validate?mode=delete"));
            };
        });
    }

    /// Judges what is sent, or what is stored when nothing is.
    @PostMapping("/fhir/{type}/{id}/$validate")
    Reply ofInstance(Caller caller, Ask ask, @PathVariable String type, @PathVariable String id) {
        var key = Address.key(type, id);
        ask.demandOnly(KNOWN);
        return gate.pass(
                caller, new Action(Interaction.VALIDATE, key.type()).asked(Address.of(key) + "/$validate"), permit -> {
                    var matter = matter(ask);
                    if (matter.mode() == Mode.DELETE) {
                        ReadInteraction.demand(key.type(), store.read(permit, key));
                        return told(List.of());
                    }
                    return matter.node() == Json.NONE
                            ? stored(ReadInteraction.demand(key.type(), store.read(permit, key)))
                            : judged(key.type(), key, matter);
                });
    }

    @GetMapping("/fhir/{type}/{id}/$validate")
    Reply ofStored(Caller caller, Ask ask, @PathVariable String type, @PathVariable String id) {
        return ofInstance(caller, ask, type, id);
    }

    private static Matter matter(Ask ask) {
        var parameters = new ArrayList<>(ask.parameters());
        if (ask.content().isEmpty()) {
            return new Matter(mode(parameters), null, Json.NONE);
        }
        var doc = ask.content().resource();
        if (!"Parameters".equals(doc.text(0, "resourceType"))) {
            return new Matter(mode(parameters), doc, 0);
        }
        var given = OperationParameters.of(doc);
        parameters.addAll(given.simple());
        return new Matter(mode(parameters), doc, given.resource());
    }

    private static Mode mode(List<Parameter> parameters) {
        var mode = Mode.ANY;
        for (var each : parameters) {
            if (each.name().equals("profile")) {
                throw new Refused(new Problem.Unsupported(
                        "profile", "Resources are judged by FHIR's base definitions; profiles are not known here."));
            }
            if (each.name().equals("mode")) {
                mode = switch (each.value()) {
                    case "create" -> Mode.CREATE;
                    case "update" -> Mode.UPDATE;
                    case "delete" -> Mode.DELETE;
                    case "profile" ->
                        throw new Refused(new Problem.Unsupported("mode", "Profiles are not known here."));
                    default -> throw new Refused(new Problem.Invalid("mode", "create, update or delete"));
                };
            }
        }
        return mode;
    }

    private Reply judged(ResourceType type, @Nullable ResourceKey key, Matter matter) {
        var doc = matter.doc();
        if (doc == null || matter.node() == Json.NONE) {
            throw new Refused(
                    new Problem.Invalid("body", "the resource, or Parameters with one in the parameter resource"));
        }
        var issues = new ArrayList<Problem.Issue>();
        if (!type.name().equals(doc.text(matter.node(), "resourceType"))) {
            issues.add(
                    new Problem.Issue("resourceType", "invalid", "expected " + type.name() + ", as the address says"));
            return told(issues);
        }
        var id = doc.text(matter.node(), "id");
        if (matter.mode() == Mode.UPDATE && (id == null || key != null && !id.equals(key.id()))) {
            issues.add(new Problem.Issue(type.name() + ".id", "invalid", "an update names the id of its address"));
        }
        issues.addAll(validator.validate(doc, matter.node()));
        return told(issues);
    }

    @HandlesPhi(why = "a stored body is judged; the answer names places, no values")
    private Reply stored(Version version) {
        return told(validator.validate(Content.PARSER.parse(version.json().reveal()), 0));
    }

    private static Reply told(List<Problem.Issue> issues) {
        return Reply.ok(
                issues.isEmpty()
                        ? Outcome.information("No issues: the resource keeps all rules of FHIR's base definitions.")
                        : Outcome.json(Outcome.Severity.ERROR, issues));
    }
}
