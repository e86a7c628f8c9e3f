package io.carekeep.identity.signin;

import io.carekeep.access.Caller;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/// Hands the caller to each handler that asks for one.
public final class CallerArgument implements HandlerMethodArgumentResolver {

    /// The caller of a request, for what is not a handler of Spring's.
    public static Optional<Caller> in(HttpServletRequest request) {
        return SignedIn.in(request).map(SignedIn::caller);
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Caller.class;
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        var servlet = request.getNativeRequest(HttpServletRequest.class);
        return Optional.ofNullable(servlet)
                .flatMap(CallerArgument::in)
                .orElseThrow(() -> new Refused(new Problem.Unauthenticated("sign in first")));
    }
}
