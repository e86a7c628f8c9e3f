package io.carekeep.bench;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDictTrainer;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.json.Edits;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.json.JsonParser;
import io.carekeep.fhir.json.JsonText;
import io.carekeep.fhir.json.Limits;
import io.carekeep.fhir.json.Names;
import io.carekeep.store.Numbering;
import io.carekeep.store.RowMaker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Trains the compression dictionary on synthetic bundles: `TrainDictionary FOLDER FILE`. A new dictionary gets a new
/// number; rows name the one that they need.
public final class TrainDictionary {

    private static final int DICTIONARY_BYTES = 64 * 1024;
    private static final int SAMPLES_BYTES = 24 * 1024 * 1024;
    // A clinic's worth of resources of one type.
    private static final int ORDERS = 200_000;
    private static final int RESOURCE_MAX = 32 * 1024;

    private TrainDictionary() {}

    public static void main(String[] arguments) throws IOException {
        var random = new Random(7);
        var samples = new ArrayList<byte[]>();
        try (var files = Files.walk(Path.of(arguments[0]))) {
            for (var file : files.filter(each -> each.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                gather(Files.readAllBytes(file), samples, random);
            }
        }
        Collections.shuffle(samples, random);
        var trainer = new ZstdDictTrainer(SAMPLES_BYTES, DICTIONARY_BYTES, 3);
        long all = 0;
        long packed = 0;
        var rest = new ArrayList<byte[]>();
        for (var sample : samples) {
            if (sample.length > RESOURCE_MAX || !trainer.addSample(sample)) {
                rest.add(sample);
            }
        }
        var dictionary = trainer.trainSamples();
        for (var sample : rest) {
            all += sample.length;
            packed += Zstd.compressUsingDict(sample, dictionary, 3).length;
        }
        Files.write(Path.of(arguments[1]), dictionary);
        report(samples.size(), rest, all, packed);
    }

    @SuppressWarnings("SystemOut")
    private static void report(int samples, List<byte[]> rest, long all, long packed) {
        System.out.println(samples + " resources; " + rest.size() + " not trained on: " + all / Math.max(1, rest.size())
                + " bytes become " + packed / Math.max(1, rest.size()));
    }

    // As the store keeps them: no type, no id, meta's members first, and references with numbers of ours.
    private static void gather(byte[] bundle, List<byte[]> samples, Random random) {
        var doc = new JsonParser(Names.NONE, Limits.DEFAULT).parse(bundle);
        int entries = doc.get(0, "entry");
        var types = types(doc, entries);
        for (int entry = doc.first(entries); entry != Json.NONE; entry = doc.next(entry, entries)) {
            int resource = doc.get(entry, "resource");
            var edits = new Edits(doc, resource);
            int meta = doc.get(resource, "meta");
            var head = meta == Json.NONE ? new byte[0] : new Edits(doc, meta).compact();
            for (var name : List.of("resourceType", "id", "meta")) {
                int node = doc.get(resource, name);
                if (node != Json.NONE) {
                    edits.remove(node);
                }
            }
            for (int node = resource + 1; node < doc.after(resource); node++) {
                if ("reference".equals(doc.nameText(node)) && doc.kind(node) == Json.Kind.STRING) {
                    edits.replace(node, reference(doc.text(node), types, random));
                }
            }
            samples.add(sample(head, edits.compact()));
        }
    }

    private static byte[] sample(byte[] meta, byte[] rest) {
        var members = Math.max(0, meta.length - 2);
        var sample = new byte[2 + members + rest.length - 2];
        sample[1] = (byte) members;
        System.arraycopy(meta, Math.min(1, meta.length), sample, 2, members);
        System.arraycopy(rest, 1, sample, 2 + members, rest.length - 2);
        return sample;
    }

    // The types of the entries, by the addresses that others refer to them by.
    private static Map<String, String> types(Json doc, int entries) {
        var types = new HashMap<String, String>();
        for (int entry = doc.first(entries); entry != Json.NONE; entry = doc.next(entry, entries)) {
            types.put(doc.text(entry, "fullUrl"), doc.text(doc.get(entry, "resource"), "resourceType"));
        }
        return types;
    }

    private static byte[] reference(String text, Map<String, String> types, Random random) {
        var type = ResourceType.of(types.getOrDefault(text, text.split("[?/]", 2)[0]));
        if (type.isEmpty()) {
            return JsonText.quoted(text);
        }
        long number = Numbering.first(type.get()) + random.nextInt(ORDERS);
        return RowMaker.reference(number, type.get().name().equals("Patient") ? number : Numbering.SHARED);
    }
}
