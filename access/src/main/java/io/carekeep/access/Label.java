package io.carekeep.access;

import io.carekeep.fhir.json.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// A sensitivity label: a coding in `meta.security` that closes a record to all but the rules which open it
/// (https://hl7.org/fhir/R4/security-labels.html). Records that hold one of its codes anywhere get it when they are
/// written.
public final class Label {

    private final String name;
    private final String system;
    private final String code;
    private final Set<String> codes = new HashSet<>();
    private final List<String> beginnings = new ArrayList<>();

    /// @param name by which rules speak of it
    /// @param codes `[system]|[code]`, or `[system]|[beginning]*`
    public Label(String name, String system, String code, List<String> codes) {
        this.name = name;
        this.system = system;
        this.code = code;
        for (var each : codes) {
            if (each.endsWith("*")) {
                beginnings.add(each.substring(0, each.length() - 1));
            } else {
                this.codes.add(each);
            }
        }
    }

    public String name() {
        return name;
    }

    /// `[system]|[code]`, as a search for `_security` says it.
    public String token() {
        return system + "|" + code;
    }

    /// Whether it has the coding of another and all of its codes.
    public boolean isAtLeast(Label other) {
        return token().equals(other.token())
                && codes.containsAll(other.codes)
                && beginnings.containsAll(other.beginnings);
    }

    /// Whether records get it by their codes.
    public boolean hasCodes() {
        return !(codes.isEmpty() && beginnings.isEmpty());
    }

    /// Its coding and all of its codes in words, the same however they were listed.
    public String rule() {
        var all = new TreeSet<>(codes);
        beginnings.forEach(each -> all.add(each + "*"));
        return token() + " " + String.join(" ", all);
    }

    /// The coding as JSON.
    public String coding() {
        return "{\"system\":\"" + system + "\",\"code\":\"" + code + "\"}";
    }

    /// Whether a record must have it and does not.
    /// @param node the record's object in the document
    public boolean isMissing(Json doc, int node) {
        return hasCodes() && has(doc, node) && !isOn(doc, node);
    }

    private boolean has(Json doc, int node) {
        int end = doc.after(node);
        for (int each = node; each < end; each++) {
            if (doc.kind(each) == Json.Kind.OBJECT) {
                var found = doc.text(each, "code");
                var of = found == null ? null : doc.text(each, "system");
                if (of != null && isMeant(of + "|" + found)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isMeant(String token) {
        return codes.contains(token) || beginnings.stream().anyMatch(token::startsWith);
    }

    private boolean isOn(Json doc, int node) {
        int meta = doc.get(node, "meta");
        int security = meta == Json.NONE ? Json.NONE : doc.get(meta, "security");
        int each = security == Json.NONE ? Json.NONE : doc.first(security);
        for (; each != Json.NONE; each = doc.next(each, security)) {
            if (system.equals(doc.text(each, "system")) && code.equals(doc.text(each, "code"))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return name;
    }
}
