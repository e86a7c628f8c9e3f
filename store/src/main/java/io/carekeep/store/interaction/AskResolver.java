package io.carekeep.store.interaction;

import io.carekeep.fhir.search.QueryText;
import io.carekeep.store.Room;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/// Reads an [Ask] off an HTTP request, and refuses answers in a format that isn't spoken before anything is done.
final class AskResolver implements HandlerMethodArgumentResolver {

    private static final String BINARY = "/fhir/Binary/";

    private final Room room;

    /// @param room where large bodies find room in memory
    AskResolver(Room room) {
        this.room = room;
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Ask.class;
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest web,
            @Nullable WebDataBinderFactory binders) {
        return ask((HttpServletRequest) web.getNativeRequest());
    }

    private Ask ask(HttpServletRequest request) {
        var parameters = QueryText.parse(request.getQueryString());
        var ask = new Ask(
                base(request),
                parameters,
                preference(request),
                conditions(request),
                Ask.Form.FHIR,
                new Sent(request, room));
        var accept = request.getHeader("Accept");
        var format = ask.last("_format");
        if (Format.wantsFhir(accept, format)) {
            return ask;
        }
        if (format == null && accept != null && isBinary(request, accept)) {
            return new Ask(ask.base(), parameters, ask.preference(), ask.conditions(), Ask.Form.RAW, ask.content());
        }
        if (!Format.admitsFhir(accept, format)) {
            throw Format.notAcceptable();
        }
        return ask;
    }

    // A read or vread of one, and not a wish for FHIR's other format.
    private static boolean isBinary(HttpServletRequest request, String accept) {
        var address = request.getRequestURI();
        int from = request.getContextPath().length() + BINARY.length();
        return address.startsWith(BINARY, request.getContextPath().length())
                && address.length() > from
                && address.charAt(from) != '_'
                && address.indexOf('$') < 0
                && !address.endsWith("/_history")
                && !accept.contains("fhir+xml");
    }

    private static Preference preference(HttpServletRequest request) {
        return request.getHeader("Prefer") == null
                ? Preference.NONE
                : Preference.parse(String.join(",", Collections.list(request.getHeaders("Prefer"))));
    }

    private static Conditions conditions(HttpServletRequest request) {
        var match = request.getHeader("If-Match");
        var noneMatch = request.getHeader("If-None-Match");
        var modifiedSince = request.getHeader("If-Modified-Since");
        var noneExist = request.getHeader("If-None-Exist");
        return match == null && noneMatch == null && modifiedSince == null && noneExist == null
                ? Conditions.NONE
                : new Conditions(match, noneMatch, modifiedSince, noneExist);
    }

    // What the container says, which heeds forwarded headers only from proxies that are configured.
    private static String base(HttpServletRequest request) {
        var scheme = request.getScheme();
        int port = request.getServerPort();
        boolean usual = port == (scheme.equals("https") ? 443 : 80);
        var host = request.getServerName();
        return scheme + "://" + host + (usual ? "" : ":" + port) + request.getContextPath() + "/fhir";
    }
}
