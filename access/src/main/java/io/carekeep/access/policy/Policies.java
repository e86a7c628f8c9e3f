package io.carekeep.access.policy;

import io.carekeep.access.Action;
import io.carekeep.access.Interaction;
import io.carekeep.access.Label;
import io.carekeep.access.Permit;
import io.carekeep.base.Check;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The versions of the policy, for those who manage it. Every method belongs inside [io.carekeep.access.Gate#pass],
/// whose permit it asks for and whose transaction it joins.
public final class Policies {

    /// The most versions that are listed.
    public static final int LISTED_MAX = 100;

    private static final int DIGEST = 16;
    private static final int TEXT_MAX = 1024 * 1024;

    /// A policy that was put into force.
    /// @param dropped the names of the invariants that went with it
    /// @param labelling whether stored records may lack labels that it asks for
    public record Applied(int version, List<String> dropped, boolean labelling) {

        public Applied {
            dropped = List.copyOf(dropped);
        }
    }

    private final RulesShelf shelf;
    private final Criteria criteria;
    private final Clock clock;
    private final Consumer<Permit> labels;

    /// @param labels hears, in the transaction that puts a policy into force, that stored records may lack labels
    public Policies(RulesShelf shelf, Criteria criteria, Clock clock, Consumer<Permit> labels) {
        this.shelf = shelf;
        this.criteria = criteria;
        this.clock = clock;
        this.labels = labels;
    }

    /// The version in force; version 0 is the one that was shipped.
    public RulesShelf.Kept current(Permit permit) {
        check(permit);
        return shelf.find(shelf.last()).orElseGet(() -> new RulesShelf.Kept(0, 0, 0, Shipped.text()));
    }

    /// The last versions, the newest first.
    public List<RulesShelf.Kept> versions(Permit permit) {
        check(permit);
        return shelf.newest(LISTED_MAX);
    }

    /// Reads rules as if they were to be applied.
    /// @throws Refused naming the line or the rule that can't be used
    public Rules examined(Permit permit, String text) {
        check(permit);
        if (text.length() > TEXT_MAX) {
            throw new Refused(new Problem.TooLarge("policy-bytes", TEXT_MAX));
        }
        var rules = RulesText.read(text);
        rules.enforced().forEach(criteria::check);
        rules.demandInvariants();
        return rules;
    }

    /// The policy that rules would be, at a time of the site.
    /// @throws Refused naming the line or the rule that can't be used
    public RulePolicy tried(Permit permit, String text, Optional<LocalDateTime> at) {
        return new RulePolicy(examined(permit, text), criteria, () -> at.orElse(LocalDateTime.MIN));
    }

    /// The policy in force beside one that rules would be.
    /// @param now the time of the site
    /// @throws Refused naming the line or the rule that can't be used
    public Comparison compared(Permit permit, String text, LocalDateTime now) {
        return new Comparison(RulesText.read(current(permit).text()), examined(permit, text), criteria, now);
    }

    /// Puts rules into force, within a second everywhere.
    /// @param dropping whether invariants that are in force may go
    /// @throws Refused when they can't be used, an invariant would go that may not, or somebody else was faster
    public Applied apply(Permit permit, String text, boolean dropping) {
        var rules = examined(permit, text);
        var before = current(permit);
        var former = RulesText.read(before.text());
        var dropped = rules.dropped(former);
        if (!dropped.isEmpty() && !dropping) {
            throw new Refused(new Problem.Conflict("these invariants are in force and would no longer be: "
                    + String.join("; ", dropped)
                    + ". Keep them, or say that they go (--drop-invariants, over HTTP ?drop-invariants=true)"));
        }
        int version = before.version() + 1;
        shelf.add(new RulesShelf.Kept(version, clock.millis(), permit.caller().account(), text));
        permit.trail().changed(0, version, digest(text));
        if (!dropped.isEmpty()) {
            permit.trail().changed(0, version, digest(String.join("\n", dropped)));
        }
        boolean labelling = asksForMore(rules, former);
        if (labelling) {
            labels.accept(permit);
        }
        return new Applied(version, dropped, labelling);
    }

    private static boolean asksForMore(Rules rules, Rules former) {
        return rules.labels().stream()
                .filter(Label::hasCodes)
                .anyMatch(label -> former.labels().stream().noneMatch(known -> known.isAtLeast(label)));
    }

    /// Tells one text from another in the audit log: the digest that an entry of its change has, in hexadecimal.
    public static String mark(String text) {
        return HexFormat.of().formatHex(digest(text));
    }

    private static byte[] digest(String text) {
        try {
            var sha = MessageDigest.getInstance("SHA-256");
            return Arrays.copyOf(sha.digest(text.getBytes(StandardCharsets.UTF_8)), DIGEST);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static void check(Permit permit) {
        Check.that(permit.allows(Action.of(Interaction.MANAGE_POLICY)), "a permit to manage the policy");
    }
}
