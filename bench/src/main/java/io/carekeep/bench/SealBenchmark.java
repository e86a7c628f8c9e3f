package io.carekeep.bench;

import io.carekeep.base.database.Database;
import io.carekeep.base.database.DatabaseLocation;
import io.carekeep.fhir.json.Edits;
import io.carekeep.vault.FileKeys;
import io.carekeep.vault.HomeKey;
import io.carekeep.vault.Sealer;
import io.carekeep.vault.Tokens;
import io.carekeep.vault.Vault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What it costs to seal and to open the body of one resource of the [Sample], and to make one token. The keys are
/// those
/// of a real, empty home.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class SealBenchmark {

    private static final int ASSOCIATED = 200;

    private final byte[] associated = new byte[ASSOCIATED];
    private final SecureRandom random = new SecureRandom();
    private final Path home = home();
    private final Database database =
            Database.open(new DatabaseLocation.Embedded(home.resolve("data")), List.of("vault"), random);
    private final Vault vault =
            Vault.open(FileKeys.make(home.resolve("key"), random), database.sql(), random, Clock.systemUTC());
    private final Sealer sealer = vault.sealer();
    private final HomeKey key = vault.newHome(1);
    private final Tokens tokens = vault.tokens(vault.tokenGenerations().getLast());
    private List<byte[]> plain = List.of();
    private List<byte[]> sealed = List.of();

    private static Path home() {
        try {
            return Files.createTempDirectory("carekeep-keys");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Setup
    public void read() throws IOException {
        plain = Sample.of("all").stream()
                .map(resource -> new Edits(resource, 0).compact())
                .toList();
        sealed = plain.stream()
                .map(body -> sealer.seal(key, body, 0, body.length, associated))
                .toList();
        long bytes = sealed.stream().mapToLong(body -> body.length).sum();
        System.out.println("sealed bodies have " + bytes / Sample.SIZE + " bytes");
    }

    @TearDown
    public void close() {
        database.close();
    }

    @Benchmark
    @OperationsPerInvocation(Sample.SIZE)
    public long seal() {
        long bytes = 0;
        for (var body : plain) {
            bytes += sealer.seal(key, body, 0, body.length, associated).length;
        }
        return bytes;
    }

    @Benchmark
    @OperationsPerInvocation(Sample.SIZE)
    public long open() {
        long bytes = 0;
        for (var body : sealed) {
            bytes += sealer.open(key, body, associated).length;
        }
        return bytes;
    }

    @Benchmark
    public long token() {
        return tokens.token(1, 1, "invented");
    }
}
