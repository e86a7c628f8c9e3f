package io.carekeep.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.access.Trails;
import io.carekeep.audit.AuditLog;
import io.carekeep.audit.proof.Held;
import io.carekeep.audit.proof.LogProof;
import io.carekeep.audit.proof.Verdict;
import io.carekeep.audit.tiles.DatabaseTiles;
import io.carekeep.fhir.ResourceKey;
import io.carekeep.fhir.definitions.Definitions;
import io.carekeep.fhir.json.JsonParser;
import io.carekeep.fhir.json.Limits;
import io.carekeep.store.Store;
import io.carekeep.store.upkeep.Pace;
import io.carekeep.store.upkeep.Scrub;
import io.carekeep.testkit.TestDatabase;
import io.carekeep.vault.FileKeys;
import io.carekeep.vault.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;

/// What a server process that has ended left behind, read with its keys.
final class StoppedServer implements AutoCloseable {

    private final TestDatabase test;
    private final Store store;
    private final Trails trails;

    private StoppedServer(TestDatabase test, Vault vault) {
        this.test = test;
        this.store = new Store(test.database(), vault, ZoneOffset.UTC, Clock.systemUTC());
        this.trails = new Trails(new AuditLog(test.database().app(), vault));
    }

    static StoppedServer open(Path place) throws IOException {
        var test = TestDatabase.over(place.resolve("home"), "vault", "audit", "identity", "store");
        var keys = FileKeys.open(keyFile(place), new SecureRandom());
        return new StoppedServer(test, Vault.open(keys, test.database().sql(), new SecureRandom(), Clock.systemUTC()));
    }

    private static Path keyFile(Path place) throws IOException {
        try (var files = Files.walk(place.resolve("config"))) {
            return files.filter(each -> each.toString().endsWith(".key"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    Trails trails() {
        return trails;
    }

    /// The surrogate number of a record.
    /// @param address such as `Patient/1`
    long number(String address) {
        var words = address.split("/");
        return store.names().find(ResourceKey.parse(words[0], words[1])).orElseThrow();
    }

    /// The log proves itself.
    void proveLog() {
        assertThat(LogProof.of(new DatabaseTiles(test.database().sql()), Held.NOTHING))
                .isInstanceOf(Verdict.Proven.class);
    }

    /// Every row opens, and is the one that was written.
    void scrub() {
        var parser = new JsonParser(Definitions.r4().names(), Limits.DEFAULT);
        assertThat(new Scrub(store, test.database(), parser, trails, Pace.FREE)
                        .run()
                        .flaws())
                .isEmpty();
    }

    @Override
    public void close() {
        test.stop();
    }
}
