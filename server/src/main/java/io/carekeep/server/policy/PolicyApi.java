package io.carekeep.server.policy;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Gate;
import io.carekeep.access.Interaction;
import io.carekeep.access.policy.CurrentPolicy;
import io.carekeep.access.policy.Policies;
import io.carekeep.identity.AccountName;
import io.carekeep.store.upkeep.Labelled;
import io.carekeep.store.upkeep.Relabel;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The policy over HTTP, for administrators, in the form of its file. The entity tag is the version.
@RestController
@RequestMapping("/admin/policy")
final class PolicyApi {

    private static final Action MANAGE = Action.of(Interaction.MANAGE_POLICY);
    private static final MediaType YAML = MediaType.parseMediaType("application/yaml;charset=UTF-8");

    // Records that were written before get its labels after this answer.
    private static final String LABELLING = "</admin/policy/labelling>; rel=\"monitor\"";

    /// What is to be explained.
    /// @param account its name
    /// @param interaction such as `read`
    /// @param record such as `Patient/1`
    record Asked(
            @Nullable String account,
            @Nullable String interaction,
            @Nullable String record) {

        @Override
        public String toString() {
            return "[explain]";
        }
    }

    private final Gate gate;
    private final Policies policies;
    private final CurrentPolicy policy;
    private final Explanation explanation;
    private final Impacts impacts;
    private final Relabel relabel;

    PolicyApi(
            Gate gate,
            Policies policies,
            CurrentPolicy policy,
            Explanation explanation,
            Impacts impacts,
            Relabel relabel) {
        this.gate = gate;
        this.policies = policies;
        this.policy = policy;
        this.explanation = explanation;
        this.impacts = impacts;
        this.relabel = relabel;
    }

    @GetMapping
    ResponseEntity<String> show(Caller caller) {
        var kept = gate.pass(caller, MANAGE, policies::current);
        return ResponseEntity.ok().contentType(YAML).eTag(tag(kept.version())).body(kept.text());
    }

    @PutMapping
    ResponseEntity<Void> apply(
            Caller caller,
            @RequestBody String text,
            @RequestParam(name = "drop-invariants", defaultValue = "false") boolean dropping) {
        var asked = dropping ? MANAGE.asked("policy?drop-invariants=true") : MANAGE;
        var applied = gate.pass(caller, asked, permit -> policies.apply(permit, text, dropping));
        policy.refresh();
        var answer = ResponseEntity.noContent().eTag(tag(applied.version()));
        return (applied.labelling() ? answer.header(HttpHeaders.LINK, LABELLING) : answer).build();
    }

    @GetMapping("/labelling")
    Labelled labelling(Caller caller) {
        return gate.pass(caller, MANAGE, _ -> relabel.progress());
    }

    @PostMapping("/explain")
    Explained explain(Caller caller, @RequestBody Asked asked) {
        var name = AccountName.parse(given(asked.account()));
        var way = Explanation.way(given(asked.interaction()));
        var record = Explanation.record(given(asked.record()));
        return gate.pass(caller, MANAGE, permit -> explanation.explained(permit, name, way, record));
    }

    /// What a policy would open and close, compared with the one in force.
    /// @param account about which it is; without it all groups, and all accounts if they are not too many
    @PostMapping("/impact")
    Impact impact(Caller caller, @RequestBody String text, @RequestParam(required = false) @Nullable String account) {
        var only = Optional.ofNullable(account).map(AccountName::parse);
        var asked = MANAGE.asked("policy/impact " + Policies.mark(text));
        return gate.pass(caller, asked, permit -> impacts.of(permit, text, only));
    }

    private static String given(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static String tag(int version) {
        return "\"" + version + "\"";
    }
}
