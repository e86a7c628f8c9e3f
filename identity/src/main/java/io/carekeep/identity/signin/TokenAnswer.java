package io.carekeep.identity.signin;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.carekeep.identity.AccessTokens;

/// A new token, as RFC 6749 section 5.1 writes it.
public record TokenAnswer(
        @JsonProperty("access_token") String accessToken,
        @JsonProperty("token_type") String tokenType,
        @JsonProperty("expires_in") long expiresIn) {

    public static TokenAnswer of(AccessTokens.Issued issued) {
        return new TokenAnswer(issued.token().text(), "Bearer", issued.life().toSeconds());
    }

    @Override
    public String toString() {
        return "[token]";
    }
}
