package io.carekeep.access.policy;

import io.carekeep.access.Caller;
import io.carekeep.access.Label;
import io.carekeep.access.Scope;
import io.carekeep.access.Scopes;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.search.Bond;
import io.carekeep.fhir.search.Parameter;
import io.carekeep.fhir.search.Predicate;
import io.carekeep.fhir.search.QueryText;
import io.carekeep.fhir.search.SearchParser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Understands what rules ask of records. A value may name who calls: `%caller.practitioner` stands for the ids of the
/// practitioners that the caller's account says they are, and so for every other type.
public final class Criteria {

    private static final String TYPES = ResourceType.all().stream()
            .map(each -> each.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining("|"));
    private static final Pattern VARIABLE = Pattern.compile("%caller\\.(" + TYPES + ")\\b");
    private static final Pattern UNKNOWN = Pattern.compile("%caller(?!\\.(" + TYPES + ")\\b)");
    private static final Pattern ALTERNATIVES = Pattern.compile("(?<!\\\\),");
    private static final String ANYBODY = "anybody";
    private static final Set<String> PROXIES = Set.of("RelatedPerson");

    private final SearchParser parser;

    public Criteria(SearchParser parser) {
        this.parser = parser;
    }

    /// @throws Refused when the criteria are none of one of the rule's types
    void check(Rule rule) {
        if (UNKNOWN.matcher(rule.where()).find()) {
            throw new Refused(new Problem.Invalid(
                    "policy rule '" + rule.name() + "'",
                    "variables such as %caller.practitioner, with a resource type in lower case"));
        }
        for (var type : rule.types()) {
            try {
                parsed(type, rule.where(), _ -> List.of(ANYBODY));
            } catch (Refused refused) {
                var issue = refused.problem().issues().getFirst();
                throw new Refused(new Problem.Invalid(
                        "policy rule '" + rule.name() + "'",
                        "criteria that " + type + " can be searched by; " + issue.place() + ": " + issue.text()));
            }
        }
    }

    /// What must hold of scopes before a token carries them.
    /// @throws Refused when the query of one can't be asked of its types, or leads through other records: a client
    /// chooses it, and it is asked whatever the caller may see
    public void check(Scopes scopes) {
        for (var scope : scopes.clinical()) {
            if (scope.query().isEmpty()) {
                continue;
            }
            for (var type : scope.type() == null ? ResourceType.all() : List.of(scope.type())) {
                if (leadsOn(of(scope, type))) {
                    throw new Refused(new Problem.Invalid(
                            "scope",
                            "a query about the records themselves: no chain, no _has, no _list and no value set"));
                }
            }
        }
    }

    private static boolean leadsOn(Predicate predicate) {
        return switch (predicate) {
            case Predicate.All(var parts) -> parts.stream().anyMatch(Criteria::leadsOn);
            case Predicate.Any(var parts) -> parts.stream().anyMatch(Criteria::leadsOn);
            case Predicate.Not(var part) -> leadsOn(part);
            case Predicate.Checked(var index, var _) -> leadsOn(index);
            case Predicate.Own _ -> false;
            case Predicate.Link _, Predicate.Defined _, Predicate.Policed _ -> true;
        };
    }

    /// What the query of a scope asks of a record of this type.
    Predicate of(Scope scope, ResourceType type) {
        return parser.criteria(type, QueryText.ofText(scope.query()));
    }

    /// What the rule asks of a record of this type for this caller; empty when it speaks of somebody that the caller is
    /// not known to be. Who is no patient has no records of their own.
    Optional<Predicate> of(Rule rule, ResourceType type, Caller caller) {
        var parts = new ArrayList<Predicate>();
        whose(rule.whose(), caller).ifPresent(parts::add);
        if (parts.contains(Predicate.nothing())) {
            return Optional.of(Predicate.nothing());
        }
        var where = VARIABLE.matcher(rule.where());
        while (where.find()) {
            if (ids(caller, where.group(1)).isEmpty()) {
                return Optional.empty();
            }
        }
        if (!rule.where().isEmpty()) {
            parts.add(parsed(type, rule.where(), name -> ids(caller, name)));
        }
        return Optional.of(parts.size() == 1 ? parts.getFirst() : new Predicate.All(parts));
    }

    private static Optional<Predicate> whose(Rule.Whose whose, Caller caller) {
        return switch (whose.patients()) {
            case ANY -> Optional.empty();
            case SELF -> Optional.of(self(caller));
            case IN_CARE -> Optional.of(bound(Bond.CARE, Set.of("Practitioner", "PractitionerRole"), whose, caller));
            case MY_ORGANIZATION -> Optional.of(bound(Bond.ORGANIZATION, Set.of("Organization"), whose, caller));
            case EMERGENCY -> Optional.of(new Predicate.Opened(caller.account()));
            case PROXY -> Optional.of(bound(Bond.PROXY, PROXIES, whose, caller));
        };
    }

    /// That a record is the caller's own; who is no patient has none.
    static Predicate self(Caller caller) {
        var patients = ids(caller, "patient");
        return patients.isEmpty() ? Predicate.nothing() : new Predicate.AtHome(patients);
    }

    /// That a record is the caller's own, or that of a patient for whom the caller acts.
    public static Predicate own(Caller caller) {
        return new Predicate.Any(List.of(self(caller), bound(Bond.PROXY, PROXIES, Rule.Whose.ANYBODYS, caller)));
    }

    private static Predicate bound(Bond bond, Set<String> types, Rule.Whose whose, Caller caller) {
        var actors = caller.fhirUser().stream()
                .filter(each -> types.contains(each.split("/", 2)[0]))
                .toList();
        return actors.isEmpty()
                ? Predicate.nothing()
                : new Predicate.Bound(
                        bond,
                        actors,
                        caller.account(),
                        Duration.ofDays(whose.daysBefore()).toMillis(),
                        Duration.ofDays(whose.daysAfter()).toMillis());
    }

    /// Whether a record has one of these labels.
    Predicate labelled(ResourceType type, List<Label> labels) {
        var tokens = labels.stream().map(Label::token).collect(Collectors.joining(","));
        return parser.criteria(type, List.of(new Parameter("_security", tokens)));
    }

    private interface Variables {
        List<String> values(String name);
    }

    private Predicate parsed(ResourceType type, String where, Variables variables) {
        // A variable begins like an escape, and is none.
        var parameters = QueryText.ofText(where.replace("%caller", "%25caller")).stream()
                .map(each -> new Parameter(each.name(), filled(each.value(), variables)))
                .toList();
        return parser.criteria(type, parameters);
    }

    // Each alternative that names a variable becomes one for each of its values.
    private static String filled(String value, Variables variables) {
        return Arrays.stream(ALTERNATIVES.split(value, -1))
                .flatMap(each -> alternatives(each, variables))
                .collect(Collectors.joining(","));
    }

    private static Stream<String> alternatives(String text, Variables variables) {
        var found = VARIABLE.matcher(text);
        if (!found.find()) {
            return Stream.of(text);
        }
        return variables.values(found.group(1)).stream()
                .flatMap(each ->
                        alternatives(text.substring(0, found.start()) + each + text.substring(found.end()), variables));
    }

    private static List<String> ids(Caller caller, String type) {
        return caller.fhirUser().stream()
                .map(each -> each.split("/", 2))
                .filter(words -> words[0].toLowerCase(Locale.ROOT).equals(type))
                .map(words -> words[1])
                .toList();
    }
}
