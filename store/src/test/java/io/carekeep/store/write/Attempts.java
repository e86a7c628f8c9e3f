package io.carekeep.store.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.access.Action;
import io.carekeep.access.Permit;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.search.QueryText;
import io.carekeep.store.TestStore;
import io.carekeep.store.Version;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;

/// Writes of invented patients that may be refused: each comes to what was written, or to the [Problem] that it met.
final class Attempts {

    static final ResourceType PATIENT = ResourceType.of("Patient").orElseThrow();

    private Attempts() {}

    /// @param id empty to have one made
    static String patient(String id, String value, String family) {
        var chosen = id.isEmpty() ? "" : "\"id\":\"" + id + "\",";
        return """
                {"resourceType":"Patient",%s"identifier":[{"system":"urn:example:record","value":"%s"}],\
                "name":[{"family":"%s"}]}""".formatted(chosen, value, family);
    }

    /// An observation of some patient.
    static String observation(String id, String patient) {
        return """
                {"resourceType":"Observation","id":"%s","status":"final","code":{"text":"test"},\
                "subject":{"reference":"Patient/%s"}}""".formatted(id, patient);
    }

    /// The condition that finds a patient by its identifier.
    static String identified(String value) {
        return "identifier=urn:example:record|" + value;
    }

    static <T> Object tried(TestStore server, Action action, Function<Permit, T> work) {
        try {
            return server.write(action, work);
        } catch (Refused refused) {
            return refused.problem();
        }
    }

    static Object create(TestStore server, String json, String ifNoneExist) {
        var condition = QueryText.parse(ifNoneExist);
        return tried(
                server,
                Action.create(PATIENT),
                permit -> server.writer.create(permit, PATIENT, server.parse(json), condition));
    }

    static Object put(TestStore server, String address, String json) {
        return put(server, address, json, OptionalInt.empty());
    }

    static Object put(TestStore server, String address, String json, OptionalInt ifMatch) {
        var key = TestStore.key(address);
        return tried(
                server,
                Action.update(key.type()),
                permit -> server.writer.update(permit, key, server.parse(json), ifMatch));
    }

    /// A conditional update.
    static Object update(TestStore server, String condition, String json) {
        var parameters = QueryText.parse(condition);
        return tried(
                server,
                Action.update(PATIENT),
                permit -> server.writer.update(permit, PATIENT, parameters, server.parse(json), OptionalInt.empty()));
    }

    static Object delete(TestStore server, String address) {
        var key = TestStore.key(address);
        return tried(
                server, Action.delete(key.type()), permit -> server.writer.delete(permit, key, OptionalInt.empty()));
    }

    static Object deleteWhere(TestStore server, String condition) {
        var parameters = QueryText.parse(condition);
        return tried(server, Action.delete(PATIENT), permit -> server.writer.delete(permit, PATIENT, parameters));
    }

    static Object transaction(TestStore server, List<String> entries) {
        var bundle = """
                {"resourceType":"Bundle","type":"transaction","entry":[%s]}""".formatted(String.join(",", entries));
        return tried(
                server,
                Action.transaction(),
                permit -> server.writer.transaction(permit, server.parse(bundle), Return.REPRESENTATION));
    }

    static String entry(String method, String url) {
        return """
                {"request":{"method":"%s","url":"%s"}}""".formatted(method, url);
    }

    static String entry(String method, String url, String resource) {
        return """
                {"request":{"method":"%s","url":"%s"},"resource":%s}""".formatted(method, url, resource);
    }

    static String entryIfNone(String condition, String resource) {
        return """
                {"request":{"method":"POST","url":"Patient","ifNoneExist":"%s"},"resource":%s}""".formatted(condition, resource);
    }

    /// A write of some kind to some of five patients.
    static Object any(TestStore server, Random random) {
        var id = "any-" + random.nextInt(5);
        return switch (random.nextInt(4)) {
            case 0 -> put(server, "Patient/" + id, patient(id, id, "Testput"));
            case 1 -> delete(server, "Patient/" + id);
            case 2 -> update(server, identified(id), patient(id, id, "Testcondition"));
            default ->
                transaction(
                        server,
                        random.ints(0, 5)
                                .distinct()
                                .limit(3)
                                .mapToObj(at -> anyEntry("any-" + at, random))
                                .toList());
        };
    }

    private static String anyEntry(String id, Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> entry("PUT", "Patient/" + id, patient(id, id, "Testbundle"));
            case 1 -> entry("DELETE", "Patient/" + id);
            case 2 -> entry("PUT", "Patient?" + QueryText.of(QueryText.parse(identified(id))), patient("", id, "Test"));
            default -> entryIfNone(identified(id), patient("", id, "Testbundle"));
        };
    }

    /// What the first entry of a transaction came to.
    static Object first(Object transaction) {
        assertThat(transaction).isInstanceOf(List.class);
        return ((EntryResult.Wrote) ((List<?>) transaction).getFirst()).written();
    }

    static Version version(Object written) {
        return switch (written) {
            case Written.Created(var version) -> version;
            case Written.Updated(var version) -> version;
            case Written.Existing(var version) -> version;
            default -> throw new AssertionError("not written: " + written);
        };
    }

    static List<String> ids(List<Object> written) {
        return written.stream().map(each -> version(each).id()).distinct().toList();
    }

    /// The numbers of the versions made, sorted.
    static List<Integer> versions(List<Object> written) {
        return written.stream().map(each -> version(each).version()).sorted().toList();
    }

    /// The versions from the first to this one.
    static List<Integer> upTo(int last) {
        return IntStream.rangeClosed(1, last).boxed().toList();
    }

    /// Whether an attempt failed for no fault of the client's.
    static boolean failed(Object attempt) {
        return attempt instanceof Problem.Unavailable
                || attempt instanceof Problem.Damaged
                || attempt instanceof Problem.Conflict;
    }
}
