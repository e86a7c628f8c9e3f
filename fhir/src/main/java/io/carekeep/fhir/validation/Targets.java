package io.carekeep.fhir.validation;

import io.carekeep.fhir.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;

/// What a reference element may lead to: https://hl7.org/fhir/R4/references.html#literal.
final class Targets {

    /// What the text of a reference is.
    enum Verdict {
        FITS,
        WRONG_TYPE,
        NO_REFERENCE
    }

    private static final byte[] HISTORY = {'_', 'h', 'i', 's', 't', 'o', 'r', 'y'};

    private final ResourceTypes types;
    private final BitSet allowed = new BitSet();
    private final List<String> names;

    /// @param names of the types; none for any
    Targets(ResourceTypes types, List<String> names) {
        this.types = types;
        this.names = names;
        for (var name : names) {
            allowed.set(types.number(name));
        }
    }

    boolean allows(int type) {
        return names.isEmpty() || allowed.get(type);
    }

    /// The types' names, for a message.
    String shown() {
        return names.isEmpty() ? "any type" : String.join(", ", names);
    }

    /// @param reference a string; not one that starts with `#`
    Verdict of(Json doc, int reference) {
        var bytes = doc.bytes();
        int from = doc.start(reference) + 1;
        int to = doc.end(reference) - 1;
        if (Characters.hasEscape(bytes, from, to)) {
            bytes = doc.text(reference).getBytes(StandardCharsets.UTF_8);
            return of(bytes, 0, bytes.length);
        }
        return of(bytes, from, to);
    }

    private Verdict of(byte[] bytes, int from, int to) {
        int stop = from;
        while (stop < to && bytes[stop] != '/' && bytes[stop] != '?' && bytes[stop] != ':') {
            stop++;
        }
        if (stop == to) {
            return Verdict.NO_REFERENCE;
        }
        return switch (bytes[stop]) {
            case ':' -> absolute(bytes, from, stop, to);
            case '?' -> type(types.number(bytes, from, stop));
            default -> relative(bytes, from, stop, to);
        };
    }

    private Verdict type(int type) {
        if (type == ResourceTypes.UNKNOWN) {
            return Verdict.NO_REFERENCE;
        }
        return allows(type) ? Verdict.FITS : Verdict.WRONG_TYPE;
    }

    // Type/id or Type/id/_history/version
    private Verdict relative(byte[] bytes, int from, int slash, int to) {
        int type = types.number(bytes, from, slash);
        int idEnd = segmentEnd(bytes, slash + 1, to);
        boolean plain = Characters.isId(bytes, slash + 1, idEnd);
        if (plain && idEnd < to) {
            int historyEnd = segmentEnd(bytes, idEnd + 1, to);
            plain = historyEnd - idEnd - 1 == HISTORY.length
                    && Characters.startsWith(bytes, idEnd + 1, historyEnd, HISTORY)
                    && historyEnd < to
                    && Characters.isId(bytes, historyEnd + 1, to);
        }
        return plain ? type(type) : Verdict.NO_REFERENCE;
    }

    // Of an address that doesn't end like one of a FHIR server's resources nobody knows the type.
    private Verdict absolute(byte[] bytes, int from, int colon, int to) {
        if (colon == from || colon + 1 == to) {
            return Verdict.NO_REFERENCE;
        }
        int id = segmentStart(bytes, colon, to);
        if (id - 1 <= colon) {
            return Verdict.FITS;
        }
        int before = segmentStart(bytes, colon, id - 1);
        if (Characters.startsWith(bytes, before, id - 1, HISTORY) && before - 1 > colon) {
            id = segmentStart(bytes, colon, before - 1);
            before = id - 1 > colon ? segmentStart(bytes, colon, id - 1) : id;
        }
        int type = before < id ? types.number(bytes, before, id - 1) : ResourceTypes.UNKNOWN;
        return type == ResourceTypes.UNKNOWN || allows(type) ? Verdict.FITS : Verdict.WRONG_TYPE;
    }

    private static int segmentEnd(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != '/') {
            at++;
        }
        return at;
    }

    private static int segmentStart(byte[] bytes, int from, int to) {
        int at = to;
        while (at > from && bytes[at - 1] != '/') {
            at--;
        }
        return at;
    }
}
