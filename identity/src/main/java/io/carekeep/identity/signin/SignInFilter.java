package io.carekeep.identity.signin;

import io.carekeep.access.Caller;
import io.carekeep.access.Policy;
import io.carekeep.access.Purpose;
import io.carekeep.base.EventLog;
import io.carekeep.base.LogField;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.base.database.DatabaseProblem;
import io.carekeep.identity.AccessTokens;
import io.carekeep.identity.ClientSignIn;
import io.carekeep.vault.Altered;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Optional;
import org.springframework.dao.DataAccessException;

/// Tells who asks, before anything else sees the request. Without a caller only the [PublicPaths] answer.
public final class SignInFilter implements Filter {

    private enum Event {
        ROW_ALTERED
    }

    /// The header that says for what somebody asks.
    private static final String PURPOSE = "X-Purpose-Of-Use";
    private static final EventLog LOG = new EventLog(SignInFilter.class);

    private final AccessTokens tokens;
    private final Policy policy;

    public SignInFilter(AccessTokens tokens, Policy policy) {
        this.tokens = tokens;
        this.policy = policy;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var asked = (HttpServletRequest) request;
        var reply = new FilterReply(asked, (HttpServletResponse) response);
        SecurityHeaders.set(asked, (HttpServletResponse) response);
        var shown = Shown.in(asked);
        Optional<Caller> caller;
        try {
            caller = shown.flatMap(token -> caller(asked, token));
        } catch (Refused refused) {
            reply.refused(refused.problem());
            return;
        } catch (DataAccessException failure) {
            reply.unavailable(DatabaseProblem.of(failure).orElseThrow(() -> failure));
            return;
        } catch (Altered altered) {
            LOG.error(Event.ROW_ALTERED, new LogField.Failure(altered));
            caller = Optional.empty();
        }
        if (caller.isEmpty() && !PublicPaths.include(asked.getRequestURI())) {
            reply.unauthenticated(shown.isPresent());
            return;
        }
        if (SameOrigin.refuses(asked, caller.isPresent() ? shown : Optional.empty())) {
            reply.foreign();
            return;
        }
        caller.ifPresent(known -> SignedIn.remember(asked, known, shown.orElseThrow()));
        chain.doFilter(request, response);
    }

    private Optional<Caller> caller(HttpServletRequest request, Shown token) {
        policy.demandKnown();
        var from = Loopback.from(request);
        return tokens.resolve(token.text(), token.use())
                .filter(known -> ClientSignIn.mayCall(known, from))
                .map(from::of)
                .map(known -> purposeful(known, request));
    }

    private static Caller purposeful(Caller caller, HttpServletRequest request) {
        var said = Collections.list(request.getHeaders(PURPOSE));
        return switch (said.size()) {
            case 0 -> caller;
            case 1 -> caller.on(new Purpose(said.getFirst().strip()));
            default -> throw new Refused(new Problem.Invalid(PURPOSE, "one purpose of use"));
        };
    }
}
