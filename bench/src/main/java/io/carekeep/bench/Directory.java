package io.carekeep.bench;

import io.carekeep.fhir.json.Edits;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The hospitals and practitioners that the sample's patients refer to, and the invented names of every organisation.
final class Directory {

    private static final List<String> TOWNS = List.of(
            "Alder Bay",
            "Birchwell",
            "Cedar Point",
            "Dunmore Hill",
            "Elmstead",
            "Fernley",
            "Garth",
            "Hollow Creek",
            "Inverleaf",
            "Juniper Falls",
            "Kestrel",
            "Larchfield",
            "Maplehurst",
            "Northmere",
            "Oakridge",
            "Pinevale");
    private static final List<String> KINDS = List.of("Clinic", "Family Practice", "Hospital", "Health Center");
    private static final List<String> INSURERS = List.of(
            "Acorn Mutual", "Beacon Plan", "Cobalt Health", "Dovetail Care", "Evergreen Cover", "Foxglove Plan");
    private static final String NONE = "NO_INSURANCE";

    private final Json hospitals;
    private final Json practitioners;
    private final References references;
    private final Map<String, String> names = new LinkedHashMap<>();
    private final Map<String, String> insurers = new LinkedHashMap<>();

    private Directory(Json hospitals, Json practitioners, References references) {
        this.hospitals = hospitals;
        this.practitioners = practitioners;
        this.references = references;
    }

    static Directory of(Map<String, Json> bundles, References references) {
        var directory = new Directory(starting(bundles, "hospital"), starting(bundles, "practitioner"), references);
        directory.rolesBring();
        directory.name(bundles.values());
        return directory;
    }

    private static Json starting(Map<String, Json> bundles, String start) {
        return bundles.entrySet().stream()
                .filter(each -> each.getKey().startsWith(start))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    // A practitioner's role brings its organisation and its place.
    private void rolesBring() {
        for (int entry : entries(practitioners)) {
            int role = practitioners.get(entry, "resource");
            if (practitioners.get(role, "practitioner") != Json.NONE && wanted(practitioners, entry)) {
                references.add(logical(practitioners, practitioners.get(role, "organization")));
                int places = practitioners.get(role, "location");
                references.add(logical(practitioners, practitioners.first(places)));
            }
        }
    }

    private void name(Collection<Json> bundles) {
        for (int entry : entries(hospitals)) {
            var name = hospitals.text(hospitals.get(entry, "resource"), "name");
            if (name != null) {
                int number = names.size();
                names.computeIfAbsent(
                        name,
                        _ -> TOWNS.get(number % TOWNS.size()) + " " + KINDS.get(number / TOWNS.size() % KINDS.size())
                                + " " + (number / 64 + 1));
            }
        }
        for (var bundle : bundles) {
            for (int node = 0; node < bundle.count(); node++) {
                var name = "insurer".equals(bundle.nameText(node)) ? bundle.text(node, "display") : null;
                if (name != null && !NONE.equals(name)) {
                    int number = insurers.size();
                    insurers.computeIfAbsent(
                            name, _ -> INSURERS.get(number % INSURERS.size()) + " " + (number / INSURERS.size() + 1));
                }
            }
        }
    }

    byte[] hospitals() {
        return chosen(hospitals);
    }

    byte[] practitioners() {
        return chosen(practitioners);
    }

    /// A patient's bundle with the invented names.
    byte[] renamed(Json bundle) {
        var edits = new Edits(bundle, 0);
        rename(bundle, edits);
        return edits.compact();
    }

    private byte[] chosen(Json bundle) {
        var edits = new Edits(bundle, 0);
        edits.replace(bundle.get(0, "type"), JsonText.quoted("transaction"));
        int number = 0;
        for (int entry : entries(bundle)) {
            number++;
            if (wanted(bundle, entry)) {
                move(bundle, bundle.get(entry, "resource"), number, edits);
            } else {
                edits.remove(entry);
            }
        }
        rename(bundle, edits);
        return edits.compact();
    }

    private boolean wanted(Json bundle, int entry) {
        int resource = bundle.get(entry, "resource");
        int practitioner = bundle.get(resource, "practitioner");
        if (practitioner != Json.NONE) {
            return references.contains(logical(bundle, practitioner));
        }
        int identifiers = bundle.get(resource, "identifier");
        for (int each = bundle.first(identifiers); each != Json.NONE; each = bundle.next(each, identifiers)) {
            if (references.contains(References.of(bundle, each))) {
                return true;
            }
        }
        return false;
    }

    private static String logical(Json bundle, int reference) {
        return References.of(bundle, bundle.get(reference, "identifier"));
    }

    // Streets and telephones of real hospitals become invented ones.
    private static void move(Json bundle, int resource, int number, Edits edits) {
        for (int node = resource; node < bundle.after(resource); node++) {
            if ("line".equals(bundle.nameText(node))) {
                edits.replace(bundle.first(node), JsonText.quoted(number + " Sample Street"));
            }
            if ("phone".equals(bundle.text(node, "system"))) {
                edits.replace(
                        bundle.get(node, "value"),
                        JsonText.quoted("555-01" + String.format(java.util.Locale.ROOT, "%02d", number % 100)));
            }
        }
    }

    private void rename(Json bundle, Edits edits) {
        for (int node = 0; node < bundle.count(); node++) {
            if (bundle.kind(node) != Json.Kind.STRING) {
                continue;
            }
            var text = bundle.text(node);
            var name = names.getOrDefault(text, insurers.get(text));
            if (name != null) {
                edits.replace(node, JsonText.quoted(name));
            } else if ("data".equals(bundle.nameText(node))) {
                edits.replace(node, JsonText.quoted(note(text)));
            }
        }
    }

    private String note(String encoded) {
        var text = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        for (var each : insurers.entrySet()) {
            text = text.replace(each.getKey(), each.getValue());
        }
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Integer> entries(Json bundle) {
        var found = new java.util.ArrayList<Integer>();
        int entries = Objects.requireNonNull(bundle).get(0, "entry");
        for (int entry = bundle.first(entries); entry != Json.NONE; entry = bundle.next(entry, entries)) {
            found.add(entry);
        }
        return found;
    }
}
