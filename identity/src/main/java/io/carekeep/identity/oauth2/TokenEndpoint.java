package io.carekeep.identity.oauth2;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Gate;
import io.carekeep.access.Interaction;
import io.carekeep.access.Scopes;
import io.carekeep.access.policy.Criteria;
import io.carekeep.base.Refused;
import io.carekeep.identity.AccessTokens;
import io.carekeep.identity.ClientSignIn;
import io.carekeep.identity.signin.Loopback;
import io.carekeep.identity.signin.TokenAnswer;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// Issues tokens to programs (RFC 6749 section 4.4) and ends them (RFC 7009).
@RestController
final class TokenEndpoint {

    /// RFC 6749 section 5.2.
    record Fault(
            String error, @JsonProperty("error_description") String text) {}

    private final ClientSignIn clients;
    private final AccessTokens tokens;
    private final Criteria criteria;
    private final Gate gate;

    TokenEndpoint(ClientSignIn clients, AccessTokens tokens, Criteria criteria, Gate gate) {
        this.clients = clients;
        this.tokens = tokens;
        this.criteria = criteria;
        this.gate = gate;
    }

    @PostMapping(path = "/oauth2/token", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    TokenAnswer token(HttpServletRequest request) {
        var form = Form.of(request);
        var grant = form.value("grant_type").orElseThrow(() -> OAuthRefused.request("grant_type is missing"));
        if (!grant.equals("client_credentials")) {
            throw OAuthRefused.grant();
        }
        var caller = client(request, form, Interaction.ISSUE_TOKEN);
        var scopes = form.value("scope").map(this::scopes);
        var issued = TokenAnswer.of(gate.pass(
                scopes.map(caller::within).orElse(caller),
                Action.of(Interaction.ISSUE_TOKEN),
                permit -> tokens.issue(permit, AccessTokens.Use.BEARER)));
        return scopes.map(issued::with).orElse(issued);
    }

    private Scopes scopes(String text) {
        try {
            var scopes = Scopes.parse(text);
            criteria.check(scopes);
            return scopes;
        } catch (Refused refused) {
            throw OAuthRefused.scope(refused.problem().inWords());
        }
    }

    /// Answers in the same way whether there was such a token or not: RFC 7009 section 2.2.
    @PostMapping(path = "/oauth2/revoke", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    ResponseEntity<Void> revoke(HttpServletRequest request) {
        var form = Form.of(request);
        var token = form.value("token").orElseThrow(() -> OAuthRefused.request("token is missing"));
        var caller = client(request, form, Interaction.REVOKE_TOKEN);
        gate.pass(caller, Action.of(Interaction.REVOKE_TOKEN), permit -> {
            tokens.revoke(permit, token);
            return caller;
        });
        return ResponseEntity.ok().build();
    }

    private Caller client(HttpServletRequest request, Form form, Interaction wanted) {
        var shown = ClientCredentials.in(request, form);
        return clients.recognise(shown.id(), shown.secret(), Loopback.from(request), wanted)
                .orElseThrow(() -> OAuthRefused.client("no client has this id and this secret here"));
    }

    @ExceptionHandler
    ResponseEntity<Fault> refused(OAuthRefused refused) {
        var reply = ResponseEntity.status(refused.status());
        if (refused.error().equals("invalid_client")) {
            reply = reply.header(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"carekeep\"");
        }
        return reply.body(new Fault(refused.error(), refused.text()));
    }
}
