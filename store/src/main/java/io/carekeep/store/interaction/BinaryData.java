package io.carekeep.store.interaction;

import io.carekeep.base.HandlesPhi;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.json.Json;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// A Binary in its own content type: https://hl7.org/fhir/R4/binary.html#rest. Data stream through base64 between the
/// wire and the one copy that is stored.
final class BinaryData {

    private static final int TYPE_MAX = 200;
    private static final String UNKNOWN = "application/octet-stream";

    private BinaryData() {}

    /// What came in another content type, as a Binary.
    /// @param id null when the server will choose one
    /// @param context a reference to the resource that decides who may see it, or null
    static Json wrapped(Content content, @Nullable String id, @Nullable String context) {
        if (!isSafe(content.type())) {
            throw new Refused(new Problem.Invalid("Content-Type", "the content's own media type"));
        }
        var out = new JsonOut(64 * 1024);
        out.object().property("resourceType", "Binary");
        if (id != null) {
            out.property("id", id);
        }
        out.property("contentType", content.type());
        if (context != null) {
            out.name("securityContext").object().property("reference", context).endObject();
        }
        out.name("data").ascii("\"");
        try (var stream = content.stream();
                var encoded = Base64.getEncoder().wrap(out)) {
            stream.transferTo(encoded);
        } catch (IOException failure) {
            throw Sent.broken(failure);
        }
        out.ascii("\"");
        out.endObject();
        return Content.PARSER.parse(out.buffer(), out.size());
    }

    /// Sends the data of a Binary, so that no browser takes them for a page of ours.
    @HandlesPhi(why = "the data of a Binary that its caller may read")
    static void write(Reply.Raw reply, HttpServletResponse response) throws IOException {
        var doc = Content.PARSER.parse(reply.json().reveal());
        var type = doc.text(0, "contentType");
        response.setStatus(200);
        response.setHeader("ETag", reply.version().etag());
        response.setDateHeader("Last-Modified", reply.version().at().toEpochMilli());
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Content-Disposition", "attachment");
        response.setHeader("Content-Security-Policy", "default-src 'none'; sandbox");
        var context = context(doc);
        if (context != null && isSafe(context)) {
            response.setHeader("X-Security-Context", context);
        }
        response.setContentType(type != null && isSafe(type) ? type : UNKNOWN);
        int data = doc.get(0, "data");
        if (data == Json.NONE) {
            response.setContentLength(0);
            return;
        }
        response.setContentLengthLong(length(doc, data));
        try (var decoded = decoded(doc, data)) {
            decoded.transferTo(response.getOutputStream());
        }
    }

    private static @Nullable String context(Json doc) {
        int context = doc.get(0, "securityContext");
        return context == Json.NONE ? null : doc.text(context, "reference");
    }

    /// The bytes that base64 in a string stands for; spaces between are left out.
    static InputStream decoded(Json doc, int data) {
        var decoder = Base64.getMimeDecoder();
        if (isEscaped(doc, data)) {
            var text = doc.text(data).getBytes(StandardCharsets.US_ASCII);
            return decoder.wrap(new ByteArrayInputStream(text));
        }
        int from = doc.start(data) + 1;
        return decoder.wrap(new ByteArrayInputStream(doc.bytes(), from, doc.end(data) - 1 - from));
    }

    private static boolean isEscaped(Json doc, int data) {
        var bytes = doc.bytes();
        for (int at = doc.start(data) + 1; at < doc.end(data) - 1; at++) {
            if (bytes[at] == '\\') {
                return true;
            }
        }
        return false;
    }

    private static long length(Json doc, int data) {
        if (isEscaped(doc, data)) {
            return length(doc.text(data).getBytes(StandardCharsets.US_ASCII));
        }
        var bytes = doc.bytes();
        long digits = 0;
        for (int at = doc.start(data) + 1; at < doc.end(data) - 1; at++) {
            digits += isDigit(bytes[at]) ? 1 : 0;
        }
        return digits * 6 / 8;
    }

    private static long length(byte[] base64) {
        long digits = 0;
        for (byte next : base64) {
            digits += isDigit(next) ? 1 : 0;
        }
        return digits * 6 / 8;
    }

    private static boolean isDigit(byte next) {
        return next >= 'A' && next <= 'Z'
                || next >= 'a' && next <= 'z'
                || next >= '0' && next <= '9'
                || next == '+'
                || next == '/';
    }

    // Whether a text may stand in a header.
    private static boolean isSafe(String text) {
        if (text.isEmpty() || text.length() > TYPE_MAX) {
            return false;
        }
        for (int at = 0; at < text.length(); at++) {
            if (text.charAt(at) < ' ' || text.charAt(at) > '~') {
                return false;
            }
        }
        return text.indexOf('/') > 0;
    }
}
