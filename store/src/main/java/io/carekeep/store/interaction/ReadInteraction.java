package io.carekeep.store.interaction;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Gate;
import io.carekeep.access.LogKept;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceKey;
import io.carekeep.fhir.ResourceType;
import io.carekeep.store.ReadResult;
import io.carekeep.store.Version;
import io.carekeep.store.find.ResourceStore;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/// Reads the current version or a named one: https://hl7.org/fhir/R4/http.html#read and #vread; Spring answers HEAD
/// the same way.
@Controller
final class ReadInteraction {

    private final Gate gate;
    private final ResourceStore store;
    private final AuditEvents events;

    ReadInteraction(Gate gate, ResourceStore store, AuditEvents events) {
        this.gate = gate;
        this.store = store;
        this.events = events;
    }

    @GetMapping("/fhir/{type}/{id}")
    Reply read(Caller caller, Ask ask, @PathVariable String type, @PathVariable String id) {
        ask.demandOnly(Set.of());
        var key = Address.key(type, id);
        var words = ask.words(Address.of(key));
        var event = event(caller, key, words);
        if (event.isPresent()) {
            return reply(ask, event.get());
        }
        var action = Action.read(key.type()).asked(words);
        return reply(ask, key, gate.pass(caller, action, permit -> store.read(permit, key)));
    }

    @GetMapping("/fhir/{type}/{id}/_history/{version}")
    Reply vread(
            Caller caller, Ask ask, @PathVariable String type, @PathVariable String id, @PathVariable String version) {
        ask.demandOnly(Set.of());
        var key = Address.key(type, id);
        int number = Address.version(key.type(), version);
        var words = ask.words(Address.of(key) + "/_history/" + version);
        var event = event(caller, key, words);
        if (event.isPresent()) {
            return reply(
                    ask,
                    event.filter(each -> each.version() == number)
                            .orElseThrow(() ->
                                    new Refused(new Problem.Missing(key.type().name()))));
        }
        var action = Action.vread(key.type()).asked(words);
        return reply(ask, key, gate.pass(caller, action, permit -> store.vread(permit, key, number)));
    }

    // An event of the log has one version.
    private Optional<Version> event(Caller caller, ResourceKey key, String words) {
        return LogKept.isOf(key.type()) ? events.read(caller, key.id(), words) : Optional.empty();
    }

    private static Reply reply(Ask ask, ResourceKey key, ReadResult result) {
        return reply(ask, demand(key.type(), result));
    }

    /// The version that was found.
    /// @throws Refused when there is none
    static Version demand(ResourceType type, ReadResult result) {
        return switch (result) {
            case ReadResult.Found(var version) -> version;
            case ReadResult.Deleted(var version) -> throw new Refused(new Problem.Deleted(type.name(), version));
            case ReadResult.Absent() -> throw new Refused(new Problem.Missing(type.name()));
        };
    }

    static Reply reply(Ask ask, Version version) {
        if (ask.conditions().isKnown(version)) {
            return Reply.unchanged(version);
        }
        return switch (ask.form()) {
            case FHIR -> Reply.of(version, Subset.of(ask));
            case RAW -> new Reply.Raw(version, version.json());
        };
    }
}
