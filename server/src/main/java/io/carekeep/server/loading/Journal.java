package io.carekeep.server.loading;

import io.carekeep.server.home.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/// Which bundles went in, so that a load goes on where it was cut off. A bundle is known by the SHA-256 of its bytes;
/// the names of files are patients' names and stand nowhere.
final class Journal implements AutoCloseable {

    /// How far a bundle came.
    enum State {
        /// Never sent.
        NEW,
        /// Sent, and nobody heard the answer.
        BEGUN,
        /// It went in.
        DONE
    }

    private static final String FILE = "load.journal";

    private final FileChannel channel;
    private final Map<String, State> states;

    private Journal(FileChannel channel, Map<String, State> states) {
        this.channel = channel;
        this.states = states;
    }

    static Journal open(Path home) {
        var file = home.resolve(FILE);
        try {
            var states = new HashMap<String, State>();
            if (Files.exists(file)) {
                // A line that a power cut shortened matches no bundle.
                Files.readAllLines(file, StandardCharsets.US_ASCII).forEach(line -> {
                    var parts = line.split(" ", -1);
                    if (parts.length == 2) {
                        states.put(parts[1], "done".equals(parts[0]) ? State.DONE : State.BEGUN);
                    }
                });
            }
            return new Journal(PrivateFiles.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND), states);
        } catch (IOException failure) {
            throw new UncheckedIOException(file + " can't be opened", failure);
        }
    }

    synchronized State state(String digest) {
        return states.getOrDefault(digest, State.NEW);
    }

    synchronized void begun(String digest) {
        states.put(digest, State.BEGUN);
        write("begun " + digest);
    }

    synchronized void done(String digest) {
        states.put(digest, State.DONE);
        write("done " + digest);
    }

    private void write(String line) {
        try {
            channel.write(StandardCharsets.US_ASCII.encode(line + "\n"));
            channel.force(false);
        } catch (IOException failure) {
            throw new UncheckedIOException("the load's journal can't be written", failure);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
