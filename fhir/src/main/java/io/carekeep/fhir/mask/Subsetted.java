package io.carekeep.fhir.mask;

import io.carekeep.fhir.json.Edits;
import io.carekeep.fhir.json.Json;
import java.nio.charset.StandardCharsets;

/// The tag of a resource that is not whole: https://hl7.org/fhir/R4/search.html#summary.
public final class Subsetted {

    private static final String CODE = "SUBSETTED";
    private static final String TAG =
            "{\"system\":\"http://terminology.hl7.org/CodeSystem/v3-ObservationValue\",\"code\":\"" + CODE + "\"}";

    private Subsetted() {}

    /// Tags a resource, unless it is tagged so.
    /// @param doc a document that is the resource
    public static void tag(Json doc, Edits edits) {
        int meta = doc.get(0, "meta");
        if (meta == Json.NONE) {
            edits.insertLast(0, "meta", bytes("{\"tag\":[" + TAG + "]}"));
            return;
        }
        int tags = doc.get(meta, "tag");
        if (tags == Json.NONE) {
            edits.insertLast(meta, "tag", bytes("[" + TAG + "]"));
        } else if (!isTagged(doc, tags)) {
            edits.insertLast(tags, bytes(TAG));
        }
    }

    private static boolean isTagged(Json doc, int tags) {
        for (int tag = doc.first(tags); tag != Json.NONE; tag = doc.next(tag, tags)) {
            if (CODE.equals(doc.text(tag, "code"))) {
                return true;
            }
        }
        return false;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
