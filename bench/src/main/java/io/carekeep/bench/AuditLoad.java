package io.carekeep.bench;

import io.carekeep.audit.AuditLog;
import io.carekeep.audit.Entry;
import io.carekeep.audit.GroupAppender;
import io.carekeep.audit.note.NoteSigner;
import io.carekeep.audit.numbering.Numbering;
import io.carekeep.audit.numbering.Publisher;
import io.carekeep.audit.numbering.Sequencer;
import io.carekeep.audit.tiles.TileFolder;
import io.carekeep.base.database.Database;
import io.carekeep.base.database.DatabaseLocation;
import io.carekeep.vault.FileKeys;
import io.carekeep.vault.Vault;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/// How long readers wait for their audit entries, with and without numbering beside them and while a large transaction
/// is open, and what an entry takes: `AuditLoad SECONDS RATE`. The rate is of all readers together, entries a second.
public final class AuditLoad {

    private static final int CLIENTS = 16;
    private static final int ROUNDS = 3;
    // What a search of ten results leaves.
    private static final byte[] CONTENT = new byte[30];

    private final Database database;
    private final AuditLog log;
    private final Sequencer sequencer;
    private final Publisher publisher;
    private final Clock clock;
    private final int seconds;
    private final long pauseNanos;

    private AuditLoad(Database database, Vault vault, TileFolder folder, Clock clock, int seconds, int rate) {
        this.database = database;
        this.log = new AuditLog(database.app(), vault);
        var signer = NoteSigner.log(vault.auditSigner());
        this.sequencer = new Sequencer(database.sql(), database.transactions(), signer, clock);
        this.publisher = new Publisher(database.sql(), database.transactions(), signer.key(), folder);
        this.clock = clock;
        this.seconds = seconds;
        this.pauseNanos = 1_000_000_000L * CLIENTS / rate;
    }

    public static void main(String[] arguments) throws Exception {
        var random = new SecureRandom();
        var clock = Clock.systemUTC();
        var home = Files.createTempDirectory("carekeep-audit");
        try (var database =
                Database.open(new DatabaseLocation.Embedded(home.resolve("data")), List.of("vault", "audit"), random)) {
            var vault = Vault.open(FileKeys.make(home.resolve("key"), random), database.sql(), random, clock);
            var folder = new TileFolder(home.resolve("tiles"));
            new AuditLoad(
                            database,
                            vault,
                            folder,
                            clock,
                            Integer.parseInt(arguments[0]),
                            Integer.parseInt(arguments[1]))
                    .run();
        }
    }

    private void run() throws Exception {
        measured("warming up");
        for (int round = 0; round < ROUNDS; round++) {
            measured("without numbering");
            sequencer.drain(Duration.ofMinutes(5));
            try (var _ = new Numbering(sequencer, List.of())) {
                measured("with numbering");
            }
            try (var _ = new Numbering(sequencer, List.of(publisher))) {
                measured("with numbering and tiles");
                database.transactions().executeWithoutResult(_ -> {
                    log.append(List.of(entry(new byte[500_000])));
                    measuredUnchecked();
                });
            }
        }
        sizes();
    }

    private void measuredUnchecked() {
        try {
            measured("the same, a transaction open");
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    private Entry entry(byte[] content) {
        return new Entry(clock.millis(), 1, 4, Entry.Outcome.DONE, content);
    }

    @SuppressWarnings("SystemOut")
    private void measured(String what) throws Exception {
        long until = System.nanoTime() + seconds * 1_000_000_000L;
        var took = new ArrayList<Long>();
        try (var appender = new GroupAppender(log);
                var clients = Executors.newFixedThreadPool(CLIENTS)) {
            var running = new ArrayList<Future<List<Long>>>();
            for (int client = 0; client < CLIENTS; client++) {
                running.add(clients.submit(() -> waits(appender, until)));
            }
            for (var each : running) {
                took.addAll(each.get());
            }
        }
        var sorted = took.stream().mapToLong(Long::longValue).sorted().toArray();
        System.out.printf(
                "%-30s %6d/s  p50 %5.2f ms  p95 %5.2f ms  p99 %5.2f ms%n",
                what,
                sorted.length / seconds,
                sorted[sorted.length / 2] / 1e6,
                sorted[(int) (sorted.length * 0.95)] / 1e6,
                sorted[(int) (sorted.length * 0.99)] / 1e6);
    }

    private List<Long> waits(GroupAppender appender, long until) {
        var took = new ArrayList<Long>();
        for (long began = System.nanoTime(); began < until; began = System.nanoTime()) {
            appender.await(entry(CONTENT));
            long waited = System.nanoTime() - began;
            took.add(waited);
            LockSupport.parkNanos(pauseNanos - waited);
        }
        return took;
    }

    @SuppressWarnings("SystemOut")
    private void sizes() {
        long entries = number("select count(*) from audit.numbered");
        for (var table : Arrays.asList("numbered", "node", "checkpoint", "entry")) {
            System.out.printf(
                    "audit.%-11s %6.1f bytes an entry%n",
                    table, (double) number("select pg_total_relation_size('audit." + table + "')") / entries);
        }
    }

    private long number(String statement) {
        return database.sql().sql(statement).query((row, _) -> row.getLong(1)).single();
    }
}
