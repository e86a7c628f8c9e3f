package io.carekeep.bench;

import io.carekeep.fhir.definitions.Definitions;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.json.JsonParser;
import io.carekeep.fhir.json.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// A fixed random choice of 2,000 resources of Synthea's bundles in the folder `-Dbundles=DIR` (with `java -jar`:
/// `-jvmArgsAppend -Dbundles=DIR`).
final class Sample {

    /// How many resources there are.
    static final int SIZE = 2_000;

    private static final long SEED = 20_261_125;
    private static final int BUNDLES = 8;

    private Sample() {}

    /// The chosen resources, each a document of its own.
    /// @param type of the resources, or `all`
    static List<Json> of(String type) throws IOException {
        var parser = new JsonParser(Definitions.r4().names(), Limits.DEFAULT);
        var all = new ArrayList<byte[]>();
        try (var files = Files.walk(Path.of(System.getProperty("bundles", ".")))) {
            for (var file : files.filter(each -> each.toString().endsWith(".json"))
                    .sorted()
                    .limit(BUNDLES)
                    .toList()) {
                add(parser.parse(Files.readAllBytes(file)), type, all);
            }
        }
        var random = new Random(SEED);
        var chosen = new ArrayList<Json>();
        long bytes = 0;
        for (int count = 0; count < SIZE; count++) {
            var resource = all.get(random.nextInt(all.size()));
            bytes += resource.length;
            chosen.add(parser.parse(resource));
        }
        System.out.println(type + ": " + all.size() + " resources, chosen ones have " + bytes / SIZE + " bytes");
        return chosen;
    }

    private static void add(Json bundle, String type, List<byte[]> all) {
        int entries = bundle.get(0, "entry");
        for (int entry = bundle.first(entries); entry != Json.NONE; entry = bundle.next(entry, entries)) {
            int resource = bundle.get(entry, "resource");
            if (type.equals("all") || type.equals(bundle.text(resource, "resourceType"))) {
                all.add(bundle.raw(resource));
            }
        }
    }
}
