package io.carekeep.store.find;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Makes random policies, and of each another one that somebody might propose.
final class Rewriting {

    private static final String HEAD = """
            groups: {ward: treats, desk: writes down}
            labels:
              notes: {coding: 'urn:example:labels|NOTES'}
            """;
    private static final String[] TYPES = {"[Patient]", "[Patient]", "[Observation]", "[Patient, Observation]", "all"};
    private static final String[] WAYS = {
        "[view]", "[view, change]", "[read]", "[read, search]", "[update]", "[change, may-assign]"
    };
    private static final String[] WHOSE = {"any", "any", "any", "self", "in-care"};
    private static final String[] OF_PATIENTS = {
        "gender=female", "active=false", "active:missing=true", "general-practitioner=Practitioner/%caller.practitioner"
    };
    // The last is decided on the record.
    private static final String[] OF_OBSERVATIONS = {
        "status=final", "subject.gender=female", "performer=Practitioner/%caller.practitioner", "value-quantity=gt5"
    };
    private static final String[] HIDDEN = {
        "Patient.telecom", "Patient.telecom.value", "Patient.name", "Observation.value", "Observation.note"
    };
    private static final String[] BOUNDS = {
        "purposes: [TREAT]", "networks: [10.0.0.0/8]", "times: ['02:00-03:00']", "signed-in-within: 5m"
    };

    private final Random random;

    Rewriting(Random random) {
        this.random = random;
    }

    List<String> rules() {
        var rules = new ArrayList<String>();
        for (int each = random.nextInt(1, 6); each > 0; each--) {
            rules.add(rule());
        }
        return rules;
    }

    /// Some of these rules, and others.
    List<String> changed(List<String> rules) {
        var changed = new ArrayList<>(rules);
        for (int each = random.nextInt(1, 3); each > 0; each--) {
            int at = random.nextInt(changed.size() + 1);
            if (at == changed.size()) {
                changed.add(rule());
            } else if (changed.size() == 1 || random.nextBoolean()) {
                changed.set(at, rule());
            } else {
                changed.remove(at);
            }
        }
        return changed;
    }

    String text(List<String> rules) {
        return HEAD + invariant() + "rules:\n" + String.join("", rules);
    }

    private String invariant() {
        return switch (random.nextInt(8)) {
            case 0 ->
                "invariants:\n- {name: i, groups: [desk], types: [Patient], interactions: [view], "
                        + "elements: [Patient.name]}\n";
            case 1 -> "invariants:\n- {name: i, groups: [desk], interactions: [view], never: notes}\n";
            default -> "";
        };
    }

    private String rule() {
        var types = one(TYPES);
        var rule = new StringBuilder("- {name: r" + random.nextInt(1000));
        rule.append(", effect: ").append(random.nextInt(5) == 0 ? "forbid" : "permit");
        rule.append(", groups: ").append(one("[ward]", "[ward]", "[desk]", "[ward, desk]"));
        rule.append(", types: ").append(types).append(", interactions: ").append(one(WAYS));
        rule.append(", patients: ").append(one(WHOSE));
        if (types.equals("[Patient]") && random.nextBoolean()) {
            rule.append(", where: '").append(one(OF_PATIENTS)).append('\'');
        } else if (types.equals("[Observation]") && random.nextBoolean()) {
            rule.append(", where: '").append(one(OF_OBSERVATIONS)).append('\'');
        }
        boolean forbids = rule.indexOf("effect: forbid") > 0;
        if (!forbids) {
            rule.append(random.nextBoolean() ? ", hide: [" + one(HIDDEN) + "]" : "");
            rule.append(random.nextInt(3) == 0 ? ", read-only: [" + one(HIDDEN) + "]" : "");
            rule.append(random.nextInt(3) == 0 ? ", opens: [notes]" : "");
        }
        if (random.nextInt(4) == 0) {
            // Only what permits asks for a sign-in.
            rule.append(", ").append(BOUNDS[random.nextInt(forbids ? BOUNDS.length - 1 : BOUNDS.length)]);
        }
        return rule.append("}\n").toString();
    }

    private String one(String... of) {
        return of[random.nextInt(of.length)];
    }
}
