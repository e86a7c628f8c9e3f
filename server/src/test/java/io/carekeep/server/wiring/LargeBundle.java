package io.carekeep.server.wiring;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// An invented patient's whole history as one transaction, as large as they come: each entry refers to others of the
/// bundle by URN and to a practitioner by a condition.
final class LargeBundle {

    static final int ENTRIES = 13_356;

    private static final int PRACTITIONERS = 20;
    private static final int VISIT = 20;
    // So that the bundle has 37 MB.
    private static final int NOTE = 2_250;

    private LargeBundle() {}

    /// The practitioners whom the bundles name.
    static String practitioners() {
        var entries = new StringBuilder();
        for (int at = 0; at < PRACTITIONERS; at++) {
            entries.append(at == 0 ? "" : ",").append("""
                    {"request":{"method":"POST","url":"Practitioner"},"resource":{"resourceType":"Practitioner",\
                    "identifier":[{"system":"urn:example:practitioner","value":"%d"}]}}""".formatted(at));
        }
        return bundle(entries);
    }

    private static String bundle(CharSequence entries) {
        return "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[" + entries + "]}";
    }

    /// A patient with observations, a visit for every few.
    /// @param tag that each resource of it has
    static byte[] of(String tag) {
        var out = new ByteArrayOutputStream(40 << 20);
        var note = "Nothing of note was found. ".repeat(NOTE / 27);
        write(out, "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[");
        write(out, entry(0, "Patient", tag, "\"name\":[{\"family\":\"Testlarge\"}]"));
        int visit = 0;
        for (int at = 1; at < ENTRIES; at++) {
            write(out, ",");
            if (at % VISIT == 1) {
                visit = at;
                write(out, entry(at, "Encounter", tag, encounter(at)));
            } else {
                write(out, entry(at, "Observation", tag, observation(at, visit, note)));
            }
        }
        write(out, "]}");
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String urn(int at) {
        return "urn:uuid:00000000-0000-4000-8000-%012d".formatted(at);
    }

    private static String entry(int at, String type, String tag, String content) {
        return """
                {"fullUrl":"%s","request":{"method":"POST","url":"%s"},"resource":{"resourceType":"%s",\
                "meta":{"tag":[{"system":"urn:example:bundle","code":"%s"}]},%s}}""".formatted(urn(at), type, type, tag, content);
    }

    private static String practitioner(int at) {
        return "Practitioner?identifier=urn:example:practitioner|" + at % PRACTITIONERS;
    }

    private static String encounter(int at) {
        return """
                "status":"finished","class":{"code":"AMB"},"subject":{"reference":"%s"},\
                "participant":[{"individual":{"reference":"%s"}}]""".formatted(urn(0), practitioner(at));
    }

    private static String observation(int at, int visit, String note) {
        return """
                "status":"final","subject":{"reference":"%s"},"encounter":{"reference":"%s"},\
                "performer":[{"reference":"%s"}],"effectiveDateTime":"20%02d-%02d-%02dT08:15:00Z",\
                "code":{"coding":[{"system":"http://loinc.org","code":"29463-7","display":"Body weight"}]},\
                "valueQuantity":{"value":%d.%d,"unit":"kg","system":"http://unitsofmeasure.org","code":"kg"},\
                "note":[{"text":"%s%d"}]""".formatted(
                        urn(0),
                        urn(visit),
                        practitioner(at / VISIT),
                        at % 24,
                        at % 12 + 1,
                        at % 28 + 1,
                        40 + at % 60,
                        at % 10,
                        note,
                        at);
    }
}
