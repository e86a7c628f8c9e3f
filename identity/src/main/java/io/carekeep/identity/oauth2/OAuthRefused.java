package io.carekeep.identity.oauth2;

/// A refusal in the words of RFC 6749 section 5.2.
final class OAuthRefused extends RuntimeException {

    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;

    private final int status;
    private final String error;
    private final String text;

    private OAuthRefused(int status, String error, String text) {
        super(error, null, false, false);
        this.status = status;
        this.error = error;
        this.text = text;
    }

    static OAuthRefused request(String text) {
        return new OAuthRefused(BAD_REQUEST, "invalid_request", text);
    }

    static OAuthRefused client(String text) {
        return new OAuthRefused(UNAUTHORIZED, "invalid_client", text);
    }

    static OAuthRefused grant() {
        return new OAuthRefused(BAD_REQUEST, "unsupported_grant_type", "grant_type is client_credentials");
    }

    static OAuthRefused scope(String text) {
        return new OAuthRefused(BAD_REQUEST, "invalid_scope", text);
    }

    int status() {
        return status;
    }

    String error() {
        return error;
    }

    String text() {
        return text;
    }
}
