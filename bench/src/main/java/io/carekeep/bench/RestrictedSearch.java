package io.carekeep.bench;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.FixedPolicy;
import io.carekeep.access.Gate;
import io.carekeep.access.Group;
import io.carekeep.access.Policy;
import io.carekeep.access.Restriction;
import io.carekeep.access.policy.Criteria;
import io.carekeep.access.policy.RulePolicy;
import io.carekeep.access.policy.RulesText;
import io.carekeep.audit.AuditLog;
import io.carekeep.audit.GroupAppender;
import io.carekeep.base.database.Database;
import io.carekeep.base.database.DatabaseLocation;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.definitions.Definitions;
import io.carekeep.fhir.json.JsonParser;
import io.carekeep.fhir.json.Limits;
import io.carekeep.fhir.search.Predicate;
import io.carekeep.fhir.search.Query;
import io.carekeep.fhir.search.QueryText;
import io.carekeep.fhir.search.SearchParameters;
import io.carekeep.fhir.search.SearchParser;
import io.carekeep.store.Store;
import io.carekeep.store.Version;
import io.carekeep.store.find.Finding;
import io.carekeep.store.find.ResourceSearch;
import io.carekeep.store.find.SearchPage;
import io.carekeep.vault.FileKeys;
import io.carekeep.vault.Vault;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// How long searches take for a caller who may see everything, for one who may see 200 patients' records by five
/// criteria, for one who may see what lies in the homes of those patients, and for a clinician under five rules in
/// whose care they are, in turns, in a home whose server is stopped: `RestrictedSearch HOME KEYFILE`. It binds the
/// patients to a practitioner of the home, so take a copy.
public final class RestrictedSearch {

    private static final int PATIENTS = 200;
    private static final int ASKED = 40;
    private static final int ROUNDS = 12;
    private static final String CRITERIA =
            "&_lastUpdated=ge2000-01-01&_tag:not=urn:example:hidden%7Cyes&_security:not=R&_source:missing=true";
    private static final List<String> CLINICAL =
            List.of("Observation", "Condition", "Encounter", "MedicationRequest", "Procedure", "Claim");
    private static final List<String> QUESTIONS = List.of(
            "Patient?_id=%s",
            "Observation?patient=%s&category=vital-signs&_sort=-date",
            "Observation?patient=%s&code=http://loinc.org%%7C29463-7&date=ge2015",
            "Condition?patient=%s&clinical-status=active",
            "Encounter?patient=%s&_include=Encounter:practitioner",
            "MedicationRequest?patient=%s&status=active",
            "Patient?name=a",
            "Observation?code=http://loinc.org%%7C29463-7&value-quantity=gt80",
            "Patient?_has:Condition:patient:code=http://snomed.info/sct%%7C314529007",
            "Observation?patient.name=a&code=http://loinc.org%%7C29463-7");

    private static final String RULES = """
            groups: {clinician: treats patients}
            labels:
              hiv: {coding: 'http://terminology.hl7.org/CodeSystem/v3-ActCode|HIV'}
              notes: {coding: 'http://terminology.hl7.org/CodeSystem/v3-ActCode|PSYTHPN'}
            rules:
            - {name: care, groups: [clinician], types: all, interactions: [view, change], patients: in-care,
               days-before: 1, days-after: 30, opens: [hiv]}
            - {name: emergencies, groups: [clinician], types: all, interactions: [view], patients: emergency,
               opens: [hiv]}
            - {name: who and what, groups: [clinician], interactions: [read, vread, search],
               types: [Practitioner, PractitionerRole, Organization, Location, Medication]}
            - {name: contacts, groups: [clinician], types: [Patient, RelatedPerson],
               interactions: [read, search], patients: my-organization}
            - {name: no drafts, effect: forbid, groups: [clinician], types: [Composition, DocumentReference],
               interactions: [view], where: 'status=entered-in-error'}
            """;
    private static final String BIND = """
            insert into store.care (home, bond, actor, source, low, high, author)
            select home, 1, :actor, :actor, 0, 9223372036854775807, 0
              from unnest(:homes::bigint[]) as bound (home)
            """;

    private final Gate open;
    private final Gate restricted;
    private final Gate atHome;
    private final Gate inCare;
    private final Caller clinician;
    private final ResourceSearch search;
    private final SearchParser parser;
    private final List<String> patients;

    private RestrictedSearch(Database database, Vault vault, GroupAppender appender, AuditLog log) {
        var clock = Clock.systemUTC();
        var json = new JsonParser(Definitions.r4().names(), Limits.DEFAULT);
        var store = new Store(database, vault, ZoneOffset.UTC, clock);
        parser = new SearchParser(SearchParameters.r4(), ZoneOffset.UTC, clock);
        search = Finding.over(store, database, json, _ -> new long[0]).search();
        var everything = new FixedPolicy(Map.of(), new Restriction.Everything());
        open = new Gate(everything, log, appender, database.writes(), clock);
        patients = found(open, "Patient?_count=" + PATIENTS).matches().stream()
                .map(Version::id)
                .toList();
        restricted = new Gate(policy(), log, appender, database.writes(), clock);
        atHome = new Gate(homes(), log, appender, database.writes(), clock);
        var rules = RulesText.read(RULES);
        inCare = new Gate(
                new RulePolicy(rules, new Criteria(parser), LocalDateTime::now),
                log,
                appender,
                database.writes(),
                clock);
        var practitioner = found(open, "Practitioner?_count=1").matches().getFirst();
        clinician = new Caller(
                1, Caller.Kind.PERSON, Set.of(new Group("clinician")), List.of("Practitioner/" + practitioner.id()));
        var homes = found(open, "Patient?_count=" + PATIENTS).matches().stream()
                .map(Version::number)
                .toArray(Long[]::new);
        database.sql()
                .sql(BIND)
                .param("actor", practitioner.number())
                .param("homes", homes)
                .update();
    }

    public static void main(String[] arguments) throws Exception {
        var random = new SecureRandom();
        var where = new DatabaseLocation.Embedded(Path.of(arguments[0]));
        try (var database = Database.open(where, List.of("vault", "audit", "access", "identity", "store"), random)) {
            var keys = FileKeys.open(Path.of(arguments[1]), random);
            var vault = Vault.open(keys, database.sql(), random, Clock.systemUTC());
            var log = new AuditLog(database.app(), vault);
            try (var appender = new GroupAppender(log)) {
                new RestrictedSearch(database, vault, appender, log).compare();
            }
        }
    }

    private Policy policy() {
        var some = String.join(",", patients);
        var restrictions = new HashMap<ResourceType, Restriction>();
        restrictions.put(ResourceType.of("Patient").orElseThrow(), restriction("Patient?_id=" + some));
        for (var type : CLINICAL) {
            restrictions.put(ResourceType.of(type).orElseThrow(), restriction(type + "?patient=" + some));
        }
        return new FixedPolicy(restrictions, new Restriction.Everything());
    }

    // The same patients by where their records lie, as rules that speak of patients do.
    private Policy homes() {
        var home = new Restriction.Matching(new Predicate.AtHome(patients));
        var restrictions = new HashMap<ResourceType, Restriction>();
        restrictions.put(ResourceType.of("Patient").orElseThrow(), home);
        CLINICAL.forEach(type -> restrictions.put(ResourceType.of(type).orElseThrow(), home));
        return new FixedPolicy(restrictions, new Restriction.Everything());
    }

    private Restriction restriction(String text) {
        return new Restriction.Matching(query(text + CRITERIA).predicate());
    }

    private Query query(String text) {
        var words = text.split("\\?", 2);
        return parser.parse(
                ResourceType.of(words[0]).orElseThrow(), QueryText.ofText(words[1]), SearchParser.Handling.STRICT);
    }

    private SearchPage found(Gate gate, String text) {
        return found(gate, new Caller(1, Caller.Kind.SERVICE, Set.of(Group.OPERATOR)), text);
    }

    private SearchPage found(Gate gate, Caller caller, String text) {
        var query = query(text);
        return gate.pass(caller, Action.search(query.type()), permit -> search.search(permit, query, null));
    }

    @SuppressWarnings("SystemOut")
    private void compare() {
        System.out.printf(
                "%d patients%n%-75s %8s %10s %8s %8s %6s%n",
                patients.size(), "search, p50 in ms", "all", "criteria", "at home", "in care", "ratio");
        for (var question : QUESTIONS) {
            var times = new double[4][ROUNDS * ASKED];
            for (int at = 0; at < ROUNDS * ASKED; at++) {
                var text = question.formatted(patients.get(at % Math.min(ASKED, patients.size())));
                times[0][at] = millis(open, text);
                times[1][at] = millis(restricted, text);
                times[2][at] = millis(atHome, text);
                times[3][at] = millis(() -> found(inCare, clinician, text));
            }
            var p50 = Stream.of(times).mapToDouble(RestrictedSearch::median).toArray();
            System.out.printf(
                    "%-75s %8.2f %10.2f %8.2f %8.2f %6.2f%n",
                    question, p50[0], p50[1], p50[2], p50[3], p50[3] / p50[0]);
        }
    }

    private double millis(Gate gate, String text) {
        return millis(() -> found(gate, text));
    }

    private static double millis(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e6;
    }

    private static double median(double[] times) {
        Arrays.sort(times);
        return times[times.length / 2];
    }
}
