package io.carekeep.store.interaction;

import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.json.JsonParser;
import io.carekeep.fhir.json.Limits;
import io.carekeep.fhir.json.Names;

/// Writes JSON for people: a property a line. Strings and numbers keep their text.
final class Pretty {

    // Bundles of an answer are deeper and larger than what may come in.
    private static final JsonParser PARSER = new JsonParser(Names.NONE, new Limits(Integer.MAX_VALUE, 200));

    private final Json doc;
    private final JsonOut out;

    private Pretty(Json doc) {
        this.doc = doc;
        this.out = new JsonOut(doc.end(0) * 2);
    }

    static byte[] print(byte[] json) {
        var pretty = new Pretty(PARSER.parse(json));
        pretty.value(0, 0);
        pretty.out.write('\n');
        return pretty.out.bytes();
    }

    private void value(int node, int depth) {
        switch (doc.kind(node)) {
            case OBJECT -> container(node, depth, "{", "}");
            case ARRAY -> container(node, depth, "[", "]");
            case STRING, NUMBER, TRUE, FALSE, NULL -> copy(doc.start(node), doc.end(node));
        }
    }

    private void container(int node, int depth, String opening, String closing) {
        out.ascii(opening);
        int first = doc.first(node);
        for (int child = first; child != Json.NONE; child = doc.next(child, node)) {
            out.ascii(child == first ? "\n" : ",\n");
            indent(depth + 1);
            int name = doc.nameStart(child);
            if (name != Json.NONE) {
                name(name, doc.start(child));
            }
            value(child, depth + 1);
        }
        if (first != Json.NONE) {
            out.ascii("\n");
            indent(depth);
        }
        out.ascii(closing);
    }

    // From the name's opening quote to its closing one, which is the last before the value.
    private void name(int from, int value) {
        int end = value;
        while (doc.bytes()[end - 1] != '"') {
            end--;
        }
        copy(from - 1, end);
        out.ascii(": ");
    }

    private void indent(int depth) {
        for (int level = 0; level < depth; level++) {
            out.ascii("  ");
        }
    }

    private void copy(int from, int to) {
        out.write(doc.bytes(), from, to - from);
    }
}
