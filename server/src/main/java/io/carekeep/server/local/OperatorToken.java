package io.carekeep.server.local;

import io.carekeep.base.Refused;
import io.carekeep.fhir.json.JsonParser;
import io.carekeep.fhir.json.Limits;
import io.carekeep.fhir.json.Names;
import io.carekeep.identity.Operator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/// Gets an access token of the local operator as any client gets one, with the secret that lies in the home:
/// https://www.rfc-editor.org/rfc/rfc6749#section-4.4.
public final class OperatorToken {

    private OperatorToken() {}

    /// @throws LocalUnusable when there is no secret, or the server doesn't take it
    public static String ask(LocalClient client, HttpClient api, Path home) {
        var basic = Base64.getEncoder()
                .encodeToString((Operator.NAME + ":" + secret(home)).getBytes(StandardCharsets.US_ASCII));
        var request = HttpRequest.newBuilder(endpoint(client.base()))
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials"))
                .build();
        var answer = LocalClient.send(api, request);
        if (answer.statusCode() == 200) {
            try {
                var body = new JsonParser(Names.NONE, Limits.DEFAULT)
                        .parse(answer.body().getBytes(StandardCharsets.UTF_8));
                var token = body.text(0, "access_token");
                if (token != null) {
                    return token;
                }
            } catch (Refused _) { // said below
            }
        }
        throw new LocalUnusable("the server gave no token and answered " + answer.statusCode()
                + ": start it again if the file of the operator's secret was changed");
    }

    private static String secret(Path home) {
        try {
            return Files.readString(Operator.file(home)).strip();
        } catch (IOException _) {
            throw new LocalUnusable(Operator.file(home)
                    + " can't be read: the server writes it at its start, and only its user may read it");
        }
    }

    private static URI endpoint(URI base) {
        return base.resolve("/oauth2/token");
    }
}
