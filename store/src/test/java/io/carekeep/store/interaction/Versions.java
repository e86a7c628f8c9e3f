package io.carekeep.store.interaction;

import io.carekeep.base.Phi;
import io.carekeep.fhir.ResourceType;
import io.carekeep.store.Change;
import io.carekeep.store.Version;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// Versions as the store would give them.
final class Versions {

    static final Instant AT = Instant.parse("2026-03-04T05:06:07.890Z");

    private Versions() {}

    static Version of(String type, String id, int version, Change change, String json) {
        return new Version(
                ResourceType.of(type).orElseThrow(),
                id,
                1000 + version,
                version,
                AT,
                change,
                Phi.of(json.getBytes(StandardCharsets.UTF_8)));
    }

    static Version patient(String id, String rest) {
        return of(
                "Patient",
                id,
                1,
                Change.CREATED,
                "{\"resourceType\":\"Patient\",\"id\":\"" + id + "\",\"meta\":{\"versionId\":\"1\"}" + rest + "}");
    }
}
