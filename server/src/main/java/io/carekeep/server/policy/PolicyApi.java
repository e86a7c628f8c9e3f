package io.carekeep.server.policy;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Gate;
import io.carekeep.access.Interaction;
import io.carekeep.access.policy.CurrentPolicy;
import io.carekeep.access.policy.Policies;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// The policy over HTTP, for administrators, in the form of its file. The entity tag is the version.
@RestController
@RequestMapping("/admin/policy")
final class PolicyApi {

    private static final Action MANAGE = Action.of(Interaction.MANAGE_POLICY);
    private static final MediaType YAML = MediaType.parseMediaType("application/yaml;charset=UTF-8");

    private final Gate gate;
    private final Policies policies;
    private final CurrentPolicy policy;

    PolicyApi(Gate gate, Policies policies, CurrentPolicy policy) {
        this.gate = gate;
        this.policies = policies;
        this.policy = policy;
    }

    @GetMapping
    ResponseEntity<String> show(Caller caller) {
        var kept = gate.pass(caller, MANAGE, policies::current);
        return ResponseEntity.ok().contentType(YAML).eTag(tag(kept.version())).body(kept.text());
    }

    @PutMapping
    ResponseEntity<Void> apply(Caller caller, @RequestBody String text) {
        int version = gate.pass(caller, MANAGE, permit -> policies.apply(permit, text));
        policy.refresh();
        return ResponseEntity.noContent().eTag(tag(version)).build();
    }

    private static String tag(int version) {
        return "\"" + version + "\"";
    }
}
