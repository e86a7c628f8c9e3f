package io.carekeep.server.audit;

import io.carekeep.access.Trail;
import io.carekeep.store.interaction.JsonOut;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Writes entries as AuditEvents, as IHE's Basic Audit Log Patterns have it: https://profiles.ihe.net/ITI/BALP.
final class AuditEventJson {

    /// What is shown of an entry.
    /// @param patients by number
    /// @param records by number
    /// @param whole whether the words of the request and the network are shown
    record Shown(Logged entry, Set<Long> patients, Set<Long> records, boolean whole) {}

    private static final String ENTITY_TYPES = "http://terminology.hl7.org/CodeSystem/audit-entity-type";
    private static final String ROLES = "http://terminology.hl7.org/CodeSystem/object-role";
    private static final String REASONS = "http://terminology.hl7.org/CodeSystem/v3-ActReason";
    private static final EventCodes.Coding SOURCE = new EventCodes.Coding(EventCodes.DICOM, "110153", "Source Role ID");
    private static final EventCodes.Coding DESTINATION =
            new EventCodes.Coding(EventCodes.DICOM, "110152", "Destination Role ID");
    private static final EventCodes.Coding RECIPIENT = new EventCodes.Coding(
            "http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "IRCP", "information recipient");
    private static final EventCodes.Coding SERVER = new EventCodes.Coding(
            "http://terminology.hl7.org/CodeSystem/security-source-type", "4", "Application Server");

    private final JsonOut out = new JsonOut();
    private final Shown shown;
    private final Known known;

    private AuditEventJson(Shown shown, Known known) {
        this.shown = shown;
        this.known = known;
    }

    /// @param id of the event; empty when it has none yet
    static byte[] of(String id, Shown shown, Known known) {
        var json = new AuditEventJson(shown, known);
        json.write(id);
        return json.out.bytes();
    }

    private void write(String id) {
        var entry = shown.entry();
        out.object().property("resourceType", "AuditEvent");
        if (!id.isEmpty()) {
            out.property("id", id);
        }
        out.name("meta").object().property("versionId", "1").property("lastUpdated", recorded());
        EventCodes.profile(entry, shown.patients().size())
                .ifPresent(profile -> out.name("profile").array().text(profile).endArray());
        out.endObject();
        coding("type", EventCodes.type(entry));
        out.name("subtype").array();
        coding(EventCodes.subtype(entry));
        out.endArray()
                .property("action", EventCodes.action(entry))
                .property("recorded", recorded())
                .property("outcome", EventCodes.outcome(entry));
        agents();
        out.name("source").object();
        reference("observer", "Carekeep");
        out.name("type").array();
        coding(SERVER);
        out.endArray().endObject();
        entities();
        out.endObject();
    }

    private String recorded() {
        return shown.entry().at().truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private void coding(String name, EventCodes.Coding coding) {
        out.name(name);
        coding(coding);
    }

    private void coding(EventCodes.Coding coding) {
        out.object()
                .property("system", coding.system())
                .property("code", coding.code())
                .property("display", coding.display())
                .endObject();
    }

    private void concept(String name, EventCodes.Coding coding) {
        out.name(name).object().name("coding").array();
        coding(coding);
        out.endArray().endObject();
    }

    private void reference(String name, String display) {
        out.name(name).object().property("display", display).endObject();
    }

    private void agents() {
        boolean fromClient = EventCodes.isFromClient(shown.entry());
        out.name("agent").array().object();
        concept("type", RECIPIENT);
        user();
        out.endObject().object();
        concept("type", fromClient ? SOURCE : DESTINATION);
        client();
        out.endObject().object();
        concept("type", fromClient ? DESTINATION : SOURCE);
        reference("who", "Carekeep");
        out.name("requestor").flag(false).endObject().endArray();
    }

    private void user() {
        long account = shown.entry().account();
        out.name("who").object();
        known.fhirUser(account).stream().findFirst().ifPresent(each -> out.property("reference", each));
        out.property("display", known.account(account)).endObject();
        out.property("altId", String.valueOf(account)).property("name", known.account(account));
        out.name("requestor").flag(true);
        var purposes = new HashMap<String, String>();
        shown.entry().facts().purpose().ifPresent(each -> purposes.put(each.code(), "stated"));
        if (known.isEmergency(account, shown.patients(), shown.entry().at())) {
            purposes.put("BTG", "break the glass");
        }
        if (!purposes.isEmpty()) {
            out.name("purposeOfUse").array();
            purposes.forEach(this::purpose);
            out.endArray();
        }
    }

    private void purpose(String code, String text) {
        out.object().name("coding").array().object();
        out.property("system", REASONS).property("code", code).endObject().endArray();
        out.property("text", text).endObject();
    }

    private void client() {
        var facts = shown.entry().facts();
        reference("who", facts.session().isPresent() ? "a session" : "a client");
        facts.session().ifPresent(number -> out.property("altId", HexFormat.of().toHexDigits(number)));
        out.name("requestor").flag(false);
        if (shown.whole()) {
            facts.from()
                    .ifPresent(address -> out.name("network")
                            .object()
                            .property("address", address.getHostAddress())
                            .property("type", "2")
                            .endObject());
        }
    }

    private void entities() {
        var versions = versions();
        boolean words = shown.whole() && shown.entry().facts().asked().isPresent();
        if (versions.isEmpty() && shown.patients().isEmpty() && !words) {
            return;
        }
        out.name("entity").array();
        shown.patients().forEach(patient -> entity(known.address(patient), "1", "Person", "1", "Patient"));
        versions.forEach((record, version) -> entity(
                known.keys().containsKey(record)
                        ? known.address(record) + "/_history/" + version
                        : known.address(record),
                "2",
                "System Object",
                "4",
                "Domain Resource"));
        if (words) {
            query(shown.entry().facts().asked().orElseThrow());
        }
        out.endArray();
    }

    // The newest version of each record that is shown.
    private Map<Long, Integer> versions() {
        var versions = new TreeMap<Long, Integer>();
        for (var line : shown.entry().lines()) {
            switch (line) {
                case Trail.Line.Returned(long record, int version) -> versions.merge(record, version, Math::max);
                case Trail.Line.Changed(long record, int version, byte[] _) ->
                    versions.merge(record, version, Math::max);
                case Trail.Line.Resealed _, Trail.Line.Erased _ -> {}
            }
        }
        versions.keySet().retainAll(shown.records());
        return versions;
    }

    private void entity(String address, String type, String typeName, String role, String roleName) {
        out.object().name("what").object();
        out.property(address.startsWith("number ") ? "display" : "reference", address)
                .endObject();
        kind(type, typeName, role, roleName);
        out.endObject();
    }

    private void kind(String type, String typeName, String role, String roleName) {
        coding("type", new EventCodes.Coding(ENTITY_TYPES, type, typeName));
        coding("role", new EventCodes.Coding(ROLES, role, roleName));
    }

    private void query(String words) {
        out.object();
        kind("2", "System Object", "24", "Query");
        out.property("query", Base64.getEncoder().encodeToString(words.getBytes(StandardCharsets.UTF_8)))
                .endObject();
    }
}
