package io.carekeep.bench;

import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.json.JsonParser;
import io.carekeep.fhir.json.Limits;
import io.carekeep.fhir.json.Names;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/// Makes `samples/clinic.tar.gz` from an archive of Synthea bundles: `MakeSamples ARCHIVE FILE`.
///
/// It takes the five smallest patients of each gender and of the hospitals and practitioners those that they refer to,
/// and gives organisations, insurers included, invented names and addresses. The same archive makes the same bytes.
public final class MakeSamples {

    private static final int OF_EACH_GENDER = 5;
    private static final long MODIFIED_SECONDS = 1_767_225_600L;

    private MakeSamples() {}

    public static void main(String[] arguments) throws IOException {
        var bundles = read(Path.of(arguments[0]));
        var patients = patients(bundles);
        var references = new References();
        patients.forEach(references::gather);
        var directory = Directory.of(bundles, references);
        var written = new LinkedHashMap<String, byte[]>();
        written.put("hospitals.json", directory.hospitals());
        written.put("practitioners.json", directory.practitioners());
        for (int i = 0; i < patients.size(); i++) {
            written.put("patient-" + (i + 1) + ".json", directory.renamed(patients.get(i)));
        }
        write(Path.of(arguments[1]), written);
    }

    private static Map<String, Json> read(Path archive) throws IOException {
        var bundles = new TreeMap<String, Json>();
        var parser = new JsonParser(Names.NONE, Limits.DEFAULT);
        try (var tar = new TarArchiveInputStream(new GZIPInputStream(Files.newInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.getName().endsWith(".json")) {
                    var name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
                    bundles.put(name, parser.parse(tar.readAllBytes()));
                }
            }
        }
        return bundles;
    }

    private static List<Json> patients(Map<String, Json> bundles) {
        var chosen = new ArrayList<Json>();
        for (var gender : List.of("female", "male")) {
            bundles.entrySet().stream()
                    .filter(each -> !each.getKey().matches("(hospital|practitioner).*"))
                    .map(Map.Entry::getValue)
                    .filter(each -> gender.equals(gender(each)))
                    .sorted(Comparator.comparingInt(each -> each.bytes().length))
                    .limit(OF_EACH_GENDER)
                    .forEach(chosen::add);
        }
        return chosen;
    }

    // The patient is the first entry of Synthea's bundles.
    private static String gender(Json bundle) {
        int patient = bundle.get(bundle.first(bundle.get(0, "entry")), "resource");
        return Objects.requireNonNullElse(bundle.text(patient, "gender"), "");
    }

    private static void write(Path file, Map<String, byte[]> bundles) throws IOException {
        try (OutputStream out = Files.newOutputStream(file);
                var gzip = new BestGzip(out);
                var tar = new TarArchiveOutputStream(gzip)) {
            for (var bundle : bundles.entrySet()) {
                var entry = new TarArchiveEntry("clinic/" + bundle.getKey());
                entry.setSize(bundle.getValue().length);
                entry.setModTime(MODIFIED_SECONDS * 1000);
                tar.putArchiveEntry(entry);
                tar.write(bundle.getValue());
                tar.closeArchiveEntry();
            }
        }
    }

    private static final class BestGzip extends GZIPOutputStream {

        BestGzip(OutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
