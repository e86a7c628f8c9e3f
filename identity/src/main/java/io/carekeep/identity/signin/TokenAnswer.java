package io.carekeep.identity.signin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.carekeep.access.Scopes;
import io.carekeep.identity.AccessTokens;
import org.jspecify.annotations.Nullable;

/// A new token, as RFC 6749 section 5.1 writes it.
public record TokenAnswer(
        @JsonProperty("access_token") String accessToken,
        @JsonProperty("token_type") String tokenType,
        @JsonProperty("expires_in") long expiresIn,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String scope) {

    /// The answer to who asked for no scopes.
    public static TokenAnswer of(AccessTokens.Issued issued) {
        return new TokenAnswer(issued.token().text(), "Bearer", issued.life().toSeconds(), null);
    }

    /// The answer to who asked for these.
    public TokenAnswer with(Scopes scopes) {
        return new TokenAnswer(accessToken, tokenType, expiresIn, scopes.text());
    }

    @Override
    public String toString() {
        return "[token]";
    }
}
