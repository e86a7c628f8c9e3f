package io.carekeep.bench;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Gate;
import io.carekeep.access.Group;
import io.carekeep.access.policy.Criteria;
import io.carekeep.access.policy.Shipped;
import io.carekeep.audit.AuditLog;
import io.carekeep.audit.GroupAppender;
import io.carekeep.base.database.Database;
import io.carekeep.base.database.DatabaseLocation;
import io.carekeep.fhir.definitions.Definitions;
import io.carekeep.fhir.json.JsonParser;
import io.carekeep.fhir.json.Limits;
import io.carekeep.fhir.search.SearchParameters;
import io.carekeep.fhir.search.SearchParser;
import io.carekeep.fhir.validation.Validator;
import io.carekeep.store.Store;
import io.carekeep.store.find.Finding;
import io.carekeep.store.write.ReferenceRule;
import io.carekeep.store.write.ResourceWriter;
import io.carekeep.store.write.Return;
import io.carekeep.vault.FileKeys;
import io.carekeep.vault.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Loads a folder of transaction bundles into fresh stores, without HTTP, so that a profiler sees the store alone:
/// `StoreLoad FOLDER ROUNDS [HOME]`. A named home stays, so that its size can be looked at.
public final class StoreLoad {

    private static final int CLIENTS = 2;

    private StoreLoad() {}

    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[1]);
        for (int round = 1; round <= rounds; round++) {
            var home = arguments.length > 2 && round == rounds
                    ? Files.createDirectories(Path.of(arguments[2]))
                    : Files.createTempDirectory("carekeep-load");
            load(Path.of(arguments[0]), home, round);
        }
    }

    private static void load(Path folder, Path home, int round) throws Exception {
        var random = new SecureRandom();
        var clock = Clock.systemUTC();
        try (var database = Database.open(
                new DatabaseLocation.Embedded(home.resolve("data")), List.of("vault", "audit", "store"), random)) {
            var vault = Vault.open(FileKeys.make(home.resolve("key"), random), database.sql(), random, clock);
            var parser = new JsonParser(Definitions.r4().names(), Limits.DEFAULT);
            var store = new Store(database, vault, ZoneOffset.UTC, clock);
            var finding = Finding.over(store, database, parser, _ -> new long[0]);
            var searches = new SearchParser(SearchParameters.r4(), ZoneOffset.UTC, clock);
            var writer = new ResourceWriter(
                    store,
                    finding.store(),
                    finding.search(),
                    searches,
                    new Validator(Definitions.r4()),
                    ReferenceRule.ANY,
                    parser);
            var log = new AuditLog(database.app(), vault);
            try (var appender = new GroupAppender(log)) {
                var gate = new Gate(Shipped.policy(new Criteria(searches)), log, appender, database.writes(), clock);
                ingest(
                        bundles(folder),
                        gate,
                        writer,
                        parser,
                        round,
                        database.pid().orElseThrow());
            }
        }
    }

    private static List<Path> bundles(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted((one, other) -> rank(one) == rank(other) ? one.compareTo(other) : rank(one) - rank(other))
                    .toList();
        }
    }

    private static int rank(Path file) {
        var name = String.valueOf(file.getFileName());
        return name.startsWith("hospital") ? 0 : name.startsWith("practitioner") ? 1 : 2;
    }

    private static void ingest(
            List<Path> bundles, Gate gate, ResourceWriter writer, JsonParser parser, int round, long pid)
            throws Exception {
        var caller = new Caller(1, Caller.Kind.SERVICE, Set.of(Group.OPERATOR));
        var next = new AtomicInteger(2);
        var count = new AtomicLong();
        write(bundles.get(0), gate, caller, writer, parser);
        write(bundles.get(1), gate, caller, writer, parser);
        var cpu = new Cpu(pid);
        long start = System.nanoTime();
        try (var workers = Executors.newFixedThreadPool(CLIENTS)) {
            var running = new ArrayList<java.util.concurrent.Future<?>>();
            for (int client = 0; client < CLIENTS; client++) {
                running.add(workers.submit(() -> {
                    for (int at = next.getAndIncrement(); at < bundles.size(); at = next.getAndIncrement()) {
                        count.addAndGet(write(bundles.get(at), gate, caller, writer, parser));
                    }
                    return null;
                }));
            }
            for (var each : running) {
                each.get();
            }
        }
        report(round, count.get(), System.nanoTime() - start, cpu.since());
    }

    private static int write(Path file, Gate gate, Caller caller, ResourceWriter writer, JsonParser parser)
            throws IOException {
        var bundle = parser.parse(Files.readAllBytes(file));
        return gate.pass(caller, Action.transaction(), permit -> writer.transaction(permit, bundle, Return.MINIMAL))
                .size();
    }

    @SuppressWarnings("SystemOut")
    private static void report(int round, long count, long nanos, Cpu.Used cpu) {
        System.out.printf(
                "round %d: %d resources in %.2f s, %.0f/s; CPU a resource: server %.0f µs, database %.0f µs%n",
                round,
                count,
                nanos / 1e9,
                count * 1e9 / nanos,
                cpu.server().toNanos() / 1e3 / count,
                cpu.database().toNanos() / 1e3 / count);
    }
}
