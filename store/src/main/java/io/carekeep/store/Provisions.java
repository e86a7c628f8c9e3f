package io.carekeep.store;

import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.search.SearchParameters;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads out of a `Consent` what it closes and opens (https://hl7.org/fhir/R4/consent.html). What narrows a provision
/// in a way that can't be decided here closes more: a denial is then taken without it, a permission not at all.
public final class Provisions {

    /// The type that says it.
    public static final ResourceType CONSENT = ResourceType.of("Consent").orElseThrow();

    /// The expression by which its labels are made tokens.
    public static final int LABEL = SearchParameters.r4()
            .find(CONSENT, "security-label")
            .orElseThrow()
            .ordinals()
            .getFirst();

    private static final Set<String> OTHER_SCOPES = Set.of("adr", "research", "treatment");
    private static final Set<String> OPTED_OUT = Set.of("OPTOUT", "OPTOUTE");

    /// What a provision does. The numbers are stored: add, never change.
    public enum Word {
        DENIES(1),
        PERMITS(2),
        /// Is no part of what the provision around it denies.
        EXCEPTS(3);

        private final int number;

        Word(int number) {
            this.number = number;
        }

        public int number() {
            return number;
        }
    }

    /// Makes a token of a label.
    interface Labels {
        long token(String coding);
    }

    /// What is said of the patient's records.
    /// @param part which provision, in the record's order, from 1
    /// @param parent that in which it stands, or 0
    record Provision(long patient, int part, int parent, Word word, Narrow narrow) {}

    private final Json doc;
    private final long patient;
    private final boolean permits;
    private final NarrowReader reader;
    private final List<Provision> found = new ArrayList<>();
    private int parts;

    private Provisions(Json doc, long patient, boolean permits, NarrowReader reader) {
        this.doc = doc;
        this.patient = patient;
        this.permits = permits;
        this.reader = reader;
    }

    /// What a record says; nothing when it isn't in force or speaks of nobody here.
    /// @param node its object in the document
    /// @param zone of dates that name no offset
    static List<Provision> of(Json doc, int node, IndexWriter.Targets targets, Labels labels, ZoneId zone) {
        var elements = new Elements(doc);
        int subject = doc.get(node, "patient");
        var reference = subject == Json.NONE ? null : doc.text(subject, "reference");
        long patient = reference == null ? HomeRule.NONE : targets.number(reference);
        var scopes = elements.codes(node, "scope");
        boolean ours = scopes.isEmpty() || !OTHER_SCOPES.containsAll(scopes);
        if (!HomeRule.isPatient(patient) || !ours || !"active".equals(doc.text(node, "status"))) {
            return List.of();
        }
        boolean permits = scopes.contains("patient-privacy") && !elements.has(node, "modifierExtension");
        var reader = new NarrowReader(doc, targets, labels, zone);
        var all = new Provisions(doc, patient, permits, reader);
        all.root(node, elements.codes(node, "policyRule").stream().anyMatch(OPTED_OUT::contains));
        return all.found.stream().filter(each -> each.narrow().holds()).toList();
    }

    private void root(int node, boolean optedOut) {
        int root = doc.get(node, "provision");
        if (root == Json.NONE) {
            if (optedOut) {
                found.add(new Provision(patient, ++parts, 0, Word.DENIES, Narrow.NOT));
            }
            return;
        }
        read(root, optedOut ? "deny" : "", 0, Narrow.NOT, Optional.of(Narrow.NOT));
    }

    // What holds around it holds of it too: as far as it is known for a denial, and exactly for a permission.
    private void read(int provision, String base, int around, Narrow wide, Optional<Narrow> exact) {
        var said = doc.text(provision, "type");
        var type = said == null ? base : said;
        int part = ++parts;
        var closing = wide.closing(reader.wide(provision));
        var own = permits ? reader.exact(provision) : Optional.<Narrow>empty();
        var opening = exact.flatMap(outer -> own.flatMap(outer::opening));
        if (type.equals("deny")) {
            found.add(new Provision(patient, part, 0, Word.DENIES, closing));
        } else if (type.equals("permit")) {
            if (around > 0) {
                own.ifPresent(each -> found.add(new Provision(patient, part, around, Word.EXCEPTS, each)));
            }
            // What names nobody, or no label, opens none.
            opening.filter(each -> !each.actors().isEmpty() && !each.labels().isEmpty())
                    .ifPresent(each -> found.add(new Provision(patient, part, 0, Word.PERMITS, each)));
        }
        int denied = type.equals("deny") ? part : 0;
        new Elements(doc).each(provision, "provision", each -> read(each, "", denied, closing, opening));
    }
}
