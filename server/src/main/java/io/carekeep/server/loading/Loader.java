package io.carekeep.server.loading;

import io.carekeep.server.local.LocalClient;
import io.carekeep.server.local.LocalUnusable;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/// Sends bundles to the FHIR API as a client would, two at a time, each once.
public final class Loader {

    private static final int IN_FLIGHT = 2;
    private static final Duration ANSWER_MAX = Duration.ofMinutes(15);
    private static final int SHOWN_DIGITS = 12;

    private final URI base;
    private final HttpClient http;
    private final String token;
    private final Path home;
    private final PrintStream out;
    private final boolean bar;

    /// @param bar whether `out` is a terminal
    public Loader(URI base, HttpClient http, String token, Path home, PrintStream out, boolean bar) {
        this.base = base;
        this.http = http;
        this.token = token;
        this.home = home;
        this.out = out;
        this.bar = bar;
    }

    /// Loads what the paths hold.
    /// @return how many bundles did not go in
    public int load(List<Path> paths) {
        var files = new BundleFiles(paths);
        try (var journal = Journal.open(home)) {
            var counts = new EnumMap<BundleFiles.Turn, Integer>(BundleFiles.Turn.class);
            files.visit((turn, _) -> counts.merge(turn, 1, Integer::sum));
            int bundles = counts.values().stream().mapToInt(Integer::intValue).sum();
            if (bundles == 0) {
                throw new LocalUnusable(
                        "there is no bundle: name .json files, folders, or .tar, .tar.gz, .tgz or .zip archives of"
                                + " them");
            }
            var run = new Run(journal, new Progress(out, bar, bundles));
            for (var turn : BundleFiles.Turn.values()) {
                if (counts.containsKey(turn)) {
                    run.turn(files, turn);
                }
            }
            run.progress.end();
            return run.rejected.get();
        } catch (IOException failure) {
            throw new UncheckedIOException("a file or archive can't be read", failure);
        }
    }

    /// One load: its turns follow each other, the bundles of a turn overlap.
    private final class Run {

        private final Journal journal;
        private final Progress progress;
        private final AtomicInteger rejected = new AtomicInteger();
        private int ordinal;

        Run(Journal journal, Progress progress) {
            this.journal = journal;
            this.progress = progress;
        }

        void turn(BundleFiles files, BundleFiles.Turn wanted) throws IOException {
            var room = new Semaphore(IN_FLIGHT);
            var sent = new java.util.ArrayList<Future<?>>();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                files.visit((turn, content) -> {
                    if (turn == wanted) {
                        room.acquireUninterruptibly();
                        var bundle = content.read();
                        int number = ++ordinal;
                        sent.add(threads.submit(() -> {
                            try {
                                one(number, bundle);
                            } finally {
                                room.release();
                            }
                        }));
                        sent.removeIf(Run::ended);
                    }
                });
            }
            sent.forEach(Run::ended);
        }

        // A server that is gone ends the load; a bundle that it refuses doesn't.
        private static boolean ended(Future<?> each) {
            if (!each.isDone()) {
                return false;
            }
            try {
                each.get();
                return true;
            } catch (ExecutionException failure) {
                throw failure.getCause() instanceof LocalUnusable gone
                        ? gone
                        : new IllegalStateException(failure.getCause());
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                throw new LocalUnusable("interrupted");
            }
        }

        private void one(int number, byte[] bundle) {
            var digest = Bundles.digest(bundle);
            if (isIn(digest, bundle)) {
                progress.seen(0);
                return;
            }
            journal.begun(digest);
            var answer = LocalClient.send(
                    http, request(base, "application/fhir+json", HttpRequest.BodyPublishers.ofByteArray(bundle)));
            var outcome = Answers.of(answer.statusCode(), answer.body());
            if (outcome.faults().isEmpty()) {
                journal.done(digest);
            } else {
                rejected.incrementAndGet();
                var name = "bundle " + number + " (" + digest.substring(0, SHOWN_DIGITS) + ")";
                outcome.faults().forEach(fault -> progress.say(name + ": " + fault));
            }
            progress.seen(outcome.resources());
        }

        // Cut off between the server's commit and our note, a transaction shows by what it made that it went in.
        private boolean isIn(String digest, byte[] bundle) {
            return switch (journal.state(digest)) {
                case DONE -> true;
                case NEW -> false;
                case BEGUN -> {
                    boolean in =
                            Bundles.witness(bundle).map(Loader.this::isThere).orElse(false);
                    if (in) {
                        journal.done(digest);
                    }
                    yield in;
                }
            };
        }
    }

    private boolean isThere(Bundles.Witness witness) {
        var form = "_summary=count&identifier=" + URLEncoder.encode(witness.identifier(), StandardCharsets.UTF_8);
        var answer = LocalClient.send(
                http,
                request(
                        URI.create(base + "/" + witness.type() + "/_search"),
                        "application/x-www-form-urlencoded",
                        HttpRequest.BodyPublishers.ofString(form)));
        return answer.statusCode() == 200
                && !answer.body().replaceAll("\\s", "").contains("\"total\":0");
    }

    private HttpRequest request(URI address, String type, HttpRequest.BodyPublisher body) {
        return HttpRequest.newBuilder(address)
                .timeout(ANSWER_MAX)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", type)
                .header("Accept", "application/fhir+json")
                .header("Prefer", "return=minimal")
                .POST(body)
                .build();
    }
}
