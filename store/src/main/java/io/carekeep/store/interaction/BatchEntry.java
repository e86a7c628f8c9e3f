package io.carekeep.store.interaction;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.search.QueryText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One entry of a batch, read as the request that it stands for.
final class BatchEntry {

    private final Json bundle;
    private final int entry;
    private final int request;
    private final String place;

    BatchEntry(Json bundle, int entry, int ordinal) {
        this.bundle = bundle;
        this.entry = entry;
        this.place = "Bundle.entry[" + ordinal + "]";
        this.request = bundle.get(entry, "request");
        if (request == Json.NONE) {
            throw new Refused(new Problem.Invalid(place + ".request", "method and url"));
        }
    }

    String method() {
        return demanded("method");
    }

    /// Whether it asks for records: as a search does, also by POST.
    boolean reads(String base) {
        return switch (method()) {
            case "GET", "HEAD" -> true;
            case "POST" -> path(base).getLast().equals("_search");
            default -> false;
        };
    }

    /// The parts of the address from the base on.
    List<String> path(String base) {
        var url = url(base);
        int question = url.indexOf('?');
        return List.of((question < 0 ? url : url.substring(0, question)).split("/", -1));
    }

    /// What the request says besides, as if it had come alone.
    Ask ask(Ask whole) {
        var url = url(whole.base());
        int question = url.indexOf('?');
        var preference =
                new Preference(Batch.returned(whole), whole.preference().handling());
        return new Ask(
                whole.base(),
                question < 0 ? List.of() : QueryText.ofText(url.substring(question + 1)),
                preference,
                new Conditions(said("ifMatch"), said("ifNoneMatch"), said("ifModifiedSince"), noneExist()),
                Ask.Form.FHIR,
                content());
    }

    // A URL of this server may also be written in full.
    private String url(String base) {
        return relative(demanded("url"), base);
    }

    /// A URL from the base on.
    static String relative(String url, String base) {
        if (url.startsWith(base + "/")) {
            return url.substring(base.length() + 1);
        }
        return url.startsWith("/") ? url.substring(1) : url;
    }

    private @Nullable String noneExist() {
        var condition = said("ifNoneExist");
        return condition == null ? null : QueryText.raw(condition);
    }

    private Content content() {
        int resource = bundle.get(entry, "resource");
        if (resource == Json.NONE) {
            return Part.NOTHING;
        }
        var doc = bundle.subtree(resource);
        boolean patch = method().equals("PATCH") && "Binary".equals(doc.text(0, "resourceType"));
        return patch ? patch(doc) : Part.resource(doc);
    }

    // https://hl7.org/fhir/R4/http.html#patch: in a bundle a JSON Patch travels as a Binary.
    private Content patch(Json binary) {
        var type = binary.text(0, "contentType");
        int data = binary.get(0, "data");
        if (data == Json.NONE || binary.kind(data) != Json.Kind.STRING) {
            throw new Refused(new Problem.Invalid(place + ".resource.data", "the patch in base64"));
        }
        try (var decoded = BinaryData.decoded(binary, data)) {
            return new Part(Format.type(type), Content.PARSER.parse(decoded.readAllBytes()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private String demanded(String name) {
        var value = said(name);
        if (value == null || value.isEmpty()) {
            throw new Refused(new Problem.Invalid(place + ".request." + name, "a " + name));
        }
        return value;
    }

    private @Nullable String said(String name) {
        return Batch.said(bundle, request, name);
    }
}
