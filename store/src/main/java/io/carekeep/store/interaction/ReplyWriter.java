package io.carekeep.store.interaction;

import io.carekeep.base.HandlesPhi;
import io.carekeep.base.Phi;
import io.carekeep.fhir.search.Parameter;
import io.carekeep.fhir.search.QueryText;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Objects;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.method.support.ModelAndViewContainer;

/// Writes a [Reply] as an HTTP response. Stored bytes go out as they are unless the client wants them pretty or packed.
final class ReplyWriter implements HandlerMethodReturnValueHandler {

    /// Shorter bodies gain nothing by being packed.
    static final int PACKED_FROM = 4 * 1024;

    @Override
    public boolean supportsReturnType(MethodParameter returned) {
        return Reply.class.isAssignableFrom(returned.getParameterType());
    }

    @Override
    public void handleReturnValue(
            @Nullable Object returned, MethodParameter type, ModelAndViewContainer container, NativeWebRequest web)
            throws IOException {
        container.setRequestHandled(true);
        var request = (HttpServletRequest) web.getNativeRequest();
        var response = Objects.requireNonNull(web.getNativeResponse(HttpServletResponse.class));
        switch ((Reply) Objects.requireNonNull(returned)) {
            case Reply.Fhir reply -> write(reply, request, response);
            case Reply.Raw reply -> BinaryData.write(reply, response);
        }
    }

    static void write(Reply.Fhir reply, HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setStatus(reply.status());
        if (reply.etag() != null) {
            response.setHeader("ETag", reply.etag());
        }
        if (reply.modified() != null) {
            response.setDateHeader("Last-Modified", reply.modified().toEpochMilli());
        }
        if (reply.location() != null) {
            // What was made is at the one, what came back is a version at the other: clients look for either.
            response.setHeader("Location", reply.location());
            response.setHeader("Content-Location", reply.location());
        }
        if (reply.body() != null) {
            body(reply.body(), request, response);
        }
    }

    @HandlesPhi(why = "the body of a permitted answer goes to its client")
    private static void body(Phi<byte[]> phi, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        var body = isPretty(request.getQueryString()) ? Pretty.print(phi.reveal()) : phi.reveal();
        response.setContentType(Format.FHIR);
        if (body.length > PACKED_FROM && admitsGzip(request.getHeader("Accept-Encoding"))) {
            response.setHeader("Content-Encoding", "gzip");
            response.addHeader("Vary", "Accept-Encoding");
            try (var packed = new Packed(response)) {
                packed.write(body, 0, body.length);
            }
            return;
        }
        response.setContentLength(body.length);
        response.getOutputStream().write(body, 0, body.length);
    }

    static boolean isPretty(@Nullable String query) {
        if (query == null || !query.contains("_pretty=")) {
            return false;
        }
        boolean pretty = false;
        for (Parameter each : QueryText.parse(query)) {
            pretty = each.name().equals("_pretty") ? each.value().equals("true") : pretty;
        }
        return pretty;
    }

    static boolean admitsGzip(@Nullable String accepted) {
        if (accepted == null) {
            return false;
        }
        for (var word : accepted.toLowerCase(Locale.ROOT).split(",")) {
            var coding = Format.type(word);
            if (coding.equals("gzip") || coding.equals("*")) {
                var weight = Format.parameter(word, "q");
                return weight == null || !weight.matches("0(\\.0*)?");
            }
        }
        return false;
    }

    /// Packs fast rather than small: the network is near.
    private static final class Packed extends GZIPOutputStream {
        Packed(HttpServletResponse response) throws IOException {
            super(response.getOutputStream(), 8 * 1024);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
