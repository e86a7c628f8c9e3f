package io.carekeep.fhir.json;

/// A buffer that JSON is written to, in runs as long as possible.
final class Output {

    private final byte[] out;
    private int at;

    Output(byte[] out, int at) {
        this.out = out;
        this.at = at;
    }

    /// Where the next byte goes.
    int at() {
        return at;
    }

    void put(byte one) {
        out[at++] = one;
    }

    void put(byte[] from, int start, int end) {
        int length = end - start;
        System.arraycopy(from, start, out, at, length);
        at += length;
    }

    /// Writes a subtree without insignificant whitespace. Strings are jumped over: the tape knows where they end.
    void putCompact(Json doc, int node) {
        var bytes = doc.bytes();
        int run = doc.start(node);
        int place = run;
        int after = doc.after(node);
        for (int token = node; token < after; token++) {
            int start = doc.start(token);
            int name = token == node ? Json.NONE : doc.nameStart(token);
            if (name != Json.NONE) {
                run = squeeze(bytes, run, place, name - 1);
                run = squeeze(bytes, run, nameEnd(bytes, start), start);
            } else {
                run = squeeze(bytes, run, place, start);
            }
            place = isContainer(doc, token) ? start : doc.end(token);
        }
        put(bytes, squeeze(bytes, run, place, doc.end(node)), doc.end(node));
    }

    private static boolean isContainer(Json doc, int token) {
        return switch (doc.kind(token)) {
            case OBJECT, ARRAY -> true;
            case STRING, NUMBER, TRUE, FALSE, NULL -> false;
        };
    }

    /// Writes the open run up to each stretch of whitespace between two places; returns where the open run starts.
    private int squeeze(byte[] bytes, int openRun, int from, int to) {
        int run = openRun;
        for (int place = from; place < to; place++) {
            if (bytes[place] <= ' ') {
                put(bytes, run, place);
                run = place + 1;
            }
        }
        return run;
    }

    /// The place after the quote that closes the name before a value.
    static int nameEnd(byte[] bytes, int value) {
        int end = value;
        while (bytes[end - 1] != '"') {
            end--;
        }
        return end;
    }
}
