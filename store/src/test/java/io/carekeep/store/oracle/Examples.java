package io.carekeep.store.oracle;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.util.Map;
import java.util.Objects;

/// HL7's own examples of R4, one after the other.
final class Examples {

    /// What is larger is no example but a bundle of definitions.
    private static final int BYTES_MAX = 2_000_000;

    private Examples() {}

    /// Takes an example.
    interface Taker {
        void take(String name, byte[] json);
    }

    static void each(Taker taker) throws IOException {
        var url = Objects.requireNonNull(Examples.class.getResource("/json/spec/patient-example.json"))
                .toString();
        var jar = URI.create(url.substring(0, url.indexOf('!')));
        try (var files = FileSystems.newFileSystem(jar, Map.of());
                var list = Files.list(files.getPath("json/spec"))) {
            for (var file : list.sorted().toList()) {
                if (file.toString().endsWith(".json") && Files.size(file) < BYTES_MAX) {
                    taker.take(file.getFileName().toString(), Files.readAllBytes(file));
                }
            }
        }
    }
}
