package io.carekeep.server.command;

import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.json.JsonParser;
import io.carekeep.fhir.json.Limits;
import io.carekeep.fhir.json.Names;
import io.carekeep.server.local.LocalClient;
import io.carekeep.server.local.LocalUnusable;
import io.carekeep.server.local.OperatorToken;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Makes the demo's clinician one of the practitioners of the sample clinic, so that they have somebody in their care.
final class DemoClinician {

    /// Their account.
    static final String NAME = "carl.clinician";

    // In care teams of the samples that have not ended.
    private static final String FIND =
            "/Practitioner?identifier=http://hl7.org/fhir/sid/us-npi%7C9999953190&_elements=id";

    private DemoClinician() {}

    /// @throws LocalUnusable when the samples have no such practitioner
    static void identify(LocalClient client, Path home) {
        var api = client.api();
        var request = HttpRequest.newBuilder(URI.create(client.base() + FIND))
                .header("Authorization", "Bearer " + OperatorToken.ask(client, api, home))
                .build();
        var answer = LocalClient.send(api, request);
        var id = id(
                new JsonParser(Names.NONE, Limits.DEFAULT).parse(answer.body().getBytes(StandardCharsets.UTF_8)));
        client.ask("user", "identify\n" + NAME + "\nPractitioner/" + id);
    }

    private static String id(Json bundle) {
        int entries = bundle.get(0, "entry");
        if (entries != Json.NONE) {
            var id = bundle.text(bundle.get(bundle.first(entries), "resource"), "id");
            if (id != null) {
                return id;
            }
        }
        throw new LocalUnusable("the samples lack the practitioner who is to be the demo's clinician");
    }
}
