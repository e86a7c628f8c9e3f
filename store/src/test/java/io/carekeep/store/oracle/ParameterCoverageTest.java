package io.carekeep.store.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import io.carekeep.access.Action;
import io.carekeep.access.Permit;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.search.Parameter;
import io.carekeep.fhir.search.SearchParser;
import io.carekeep.store.TestStore;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Every parameter with every modifier and prefix, of every type that has a value for it in HL7's examples, finds a
/// record by what it says and does not find it by what it doesn't say.
final class ParameterCoverageTest {

    /// How many records of a type are looked at for a value.
    private static final int RECORDS_MAX = 60;

    /// Its numbers of more than a hundred digits are kept and not found.
    private static final String LONG_NUMBERS = "observation-decimal.json";

    private static final int TRIALS = 40;
    private static final List<String> PREFIXES = List.of("", "eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap");
    private static final List<String> FAR = List.of("1900-01-01", "2150-01-01");
    private static final List<String> LARGE = List.of("-1000000000", "1000000000");

    /// A parameter, and a record that has a value for it.
    private record Covering(Official parameter, Known like) {}

    private static final TestStore STORE = new TestStore();
    private static final Shelf SHELF = new Shelf(STORE);

    private final OfficialParameters official = new OfficialParameters();
    private final BruteForce force = new BruteForce(official, new Extraction(), ZoneOffset.UTC, STORE.clock);
    private final List<Covering> coverings = coverings();
    private final CoveredCodes codes = new CoveredCodes(STORE, tokens(coverings), systems());
    private final Asking asking = new Asking(force, codes.world());
    private static final int CONTAINED_LEAST = 3;

    private final Random random = new Random(4);
    private final List<String> wrong = new ArrayList<>();
    private final Map<String, Integer> refused = new TreeMap<>();
    private int both;
    private int onlyOne;

    @BeforeAll
    static void fill() throws IOException {
        SHELF.fill();
    }

    @AfterAll
    static void close() {
        STORE.close();
    }

    @Test
    void every_parameter_finds_what_says_so_and_nothing_else() {
        for (var type : ResourceType.all()) {
            STORE.gate.pass(STORE.operator, Action.search(type), permit -> {
                coverings.stream()
                        .filter(each -> each.like().type().equals(type.name()))
                        .forEach(each -> cover(permit, each.parameter(), each.like()));
                return type;
            });
        }
        System.out.printf(
                "[coverage] %d parameters with modifier or prefix both matched and not, %d only one of these, refused %s%n",
                both, onlyOne, refused);
        assertThat(wrong).isEmpty();
        assertThat(both).isGreaterThan(2_000);
    }

    private static Optional<Known> known(Shelf.Stored stored) {
        try {
            var version = stored.version();
            var resource = (Resource) FhirContext.forR4Cached().newJsonParser().parseResource(TestStore.json(version));
            return Optional.of(new Known(
                    version.type().name(),
                    version.id(),
                    version.number(),
                    version.at().toEpochMilli(),
                    resource));
        } catch (DataFormatException _) {
            return Optional.empty();
        }
    }

    private List<Covering> coverings() {
        var found = new ArrayList<Covering>();
        for (var type : ResourceType.all()) {
            var records = SHELF.newest().stream()
                    .filter(each -> each.version().type().equals(type))
                    .filter(each -> !each.name().equals(LONG_NUMBERS))
                    .limit(RECORDS_MAX)
                    .flatMap(each -> known(each).stream())
                    .toList();
            for (var parameter : official.of(type.name())) {
                records.stream()
                        .filter(record -> force.values(record, parameter).stream()
                                .anyMatch(each -> parameter.kind().equals("composite") || says(parameter, each)))
                        .findFirst()
                        .ifPresent(like -> found.add(new Covering(parameter, like)));
            }
        }
        return found;
    }

    private List<Token> tokens(List<Covering> all) {
        return all.stream()
                .filter(each -> each.parameter().kind().equals("token"))
                .flatMap(each -> force.values(each.like(), each.parameter()).stream())
                .filter(value -> value instanceof Coding || value instanceof CodeableConcept)
                .flatMap(value -> Values.tokens(value).stream())
                .toList();
    }

    // Of the code systems among the examples.
    private static Set<String> systems() {
        return SHELF.newest().stream()
                .map(each -> each.doc().text(0, "url"))
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    private void cover(Permit permit, Official parameter, Known like) {
        ask(permit, like, new Parameter(parameter.code() + ":missing", "false"));
        ask(permit, like, new Parameter(parameter.code() + ":missing", "true"));
        both++;
        for (var variant : variants(parameter, like)) {
            cover(permit, parameter, like, variant);
        }
    }

    // An element can be there and say nothing that this kind of parameter understands.
    private static boolean says(Official parameter, org.hl7.fhir.r4.model.Base value) {
        return switch (parameter.kind()) {
            case "string" -> !Values.texts(value).isEmpty();
            case "token" -> !Values.tokens(value).isEmpty();
            case "date" -> !Values.spans(value, ZoneOffset.UTC).isEmpty();
            case "number", "quantity" -> !Values.amounts(value).isEmpty();
            default -> true;
        };
    }

    private List<String> variants(Official parameter, Known like) {
        return switch (parameter.kind()) {
            case "date", "number", "quantity" -> PREFIXES;
            default ->
                Stream.concat(
                                Stream.of(""),
                                Stream.generate(() -> asking.modifier(random, parameter, like))
                                        .limit(TRIALS))
                        .distinct()
                        .toList();
        };
    }

    private void cover(Permit permit, Official parameter, Known like, String variant) {
        boolean prefixed = PREFIXES.contains(variant) && !variant.isEmpty();
        var name = prefixed || variant.isEmpty() ? parameter.code() : parameter.code() + ":" + variant;
        boolean matched = false;
        boolean unmatched = false;
        var values = values(parameter, like, prefixed ? "" : variant).iterator();
        while (values.hasNext() && !(matched && unmatched)) {
            var value = values.next();
            var asked = new Parameter(name, prefixed ? variant + BruteForce.rest(value) : value);
            boolean expected = force.matches(codes.with(like), like, asked.name(), asked.value());
            if (expected ? !matched : !unmatched) {
                if (!ask(permit, like, asked)) {
                    return;
                }
                matched |= expected;
                unmatched |= !expected;
            }
        }
        if (matched && unmatched) {
            both++;
        } else {
            onlyOne++;
        }
    }

    private Stream<String> values(Official parameter, Known like, String modifier) {
        var own = Stream.generate(() -> asking.value(random, parameter, modifier, like))
                .limit(TRIALS);
        var others = switch (parameter.kind()) {
            case "date" -> FAR.stream();
            case "number", "quantity" -> LARGE.stream();
            case "composite" ->
                Stream.of(String.join(
                        "$", parameter.parts().stream().map(_ -> "1234567").toList()));
            case "token" ->
                switch (modifier) {
                    case "of-type" -> Stream.of("urn:x|y|z");
                    case "in", "not-in" -> Stream.of("ValueSet/odd", "ValueSet/covered");
                    case "above", "below" -> beside(parameter, like);
                    default -> Stream.of("nothing-like-it");
                };
            case "uri" -> Stream.of("http://nowhere.example/");
            case "special" -> Stream.of("-90|0|1|km");
            default -> Stream.of("nothing-like-it");
        };
        return Stream.concat(own, others);
    }

    private Stream<String> beside(Official parameter, Known like) {
        return force.values(like, parameter).stream()
                .flatMap(each -> Values.tokens(each).stream())
                .map(each -> (each.system().isEmpty() ? "urn:example:a" : each.system()) + "|beside-it");
    }

    /// Whether the store answers this at all; a wrong answer is noted.
    private boolean ask(Permit permit, Known like, Parameter asked) {
        var type = ResourceType.of(like.type()).orElseThrow();
        if (BruteForce.isUndefined(codes.with(like), asked.name(), asked.value())) {
            return false; // one of the examples defines it
        }
        if (asked.name().endsWith(":contains") && Values.normal(asked.value()).length() < CONTAINED_LEAST) {
            return false; // the example says less than may be asked for
        }
        boolean expected = force.matches(codes.with(like), like, asked.name(), asked.value());
        try {
            var query = STORE.searches.parse(
                    type, List.of(asked, new Parameter("_id", like.id())), SearchParser.Handling.STRICT);
            boolean found = !STORE.finding
                    .search()
                    .search(permit, query, null)
                    .matches()
                    .isEmpty();
            if (found != expected) {
                wrong.add(
                        like.address() + "?" + asked.name() + "=" + asked.value() + (found ? " found" : " not found"));
            }
            return true;
        } catch (Refused refusal) {
            if (!(refusal.problem() instanceof Problem.Unsupported)) {
                wrong.add(like.address() + "?" + asked.name() + "=" + asked.value() + " " + refusal.problem());
            }
            refused.merge(asked.name().replaceAll(".*:", ":"), 1, Integer::sum);
            return false;
        }
    }
}
