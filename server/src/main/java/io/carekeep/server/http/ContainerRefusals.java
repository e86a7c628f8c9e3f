package io.carekeep.server.http;

import io.carekeep.base.Problem;
import java.util.List;

/// Words for what the container refused by itself, before any of our code saw it.
final class ContainerRefusals {

    private ContainerRefusals() {}

    /// What a status of 400 or more means.
    static List<Problem.Issue> issues(int status) {
        return switch (status) {
            case 401 -> new Problem.Unauthenticated("sign in").issues();
            case 404 -> one("", "not-found", "there is nothing at this address");
            case 405 -> new Problem.NoSuchInteraction("this method is not offered at this address").issues();
            case 406, 415 -> new Problem.WrongFormat(status, "send and ask for application/fhir+json").issues();
            case 413, 414, 431 -> one("", "too-long", "the request is longer than the server takes");
            case 503 -> new Problem.Unavailable("the server is stopping: try again").issues();
            default ->
                status >= 500
                        ? one("", "exception", "the server failed; nothing of this request was kept")
                        : one(
                                "request",
                                "structure",
                                "its first line, headers and length must be as RFC 9112 has them, and what is escaped in"
                                        + " the address must be UTF-8 without slashes");
        };
    }

    private static List<Problem.Issue> one(String place, String code, String text) {
        return List.of(new Problem.Issue(place, code, text));
    }
}
