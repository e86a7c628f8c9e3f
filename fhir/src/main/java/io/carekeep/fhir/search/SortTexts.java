package io.carekeep.fhir.search;

import io.carekeep.fhir.json.Json;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The text by which an opened record is sorted under a string, token, uri or reference parameter.
public final class SortTexts {

    private SortTexts() {}

    /// The first of its values, or the last when descending; empty when it has none.
    public static Optional<String> of(SearchParameter parameter, Json doc, int resource, boolean descending) {
        var found = new ArrayList<String>();
        var leaves = new Leaves(ZoneOffset.UTC);
        for (var expression : parameter.expressions()) {
            expression.route().walk(doc, resource, (node, type) -> {
                switch (parameter.kind()) {
                    case STRING -> leaves.strings(doc, node, type, text -> found.add(Texts.normal(text)));
                    case TOKEN -> leaves.tokens(doc, node, type, 0, new Codes(found));
                    case URI -> leaves.uris(doc, node, found::add);
                    case REFERENCE -> {
                        var reference =
                                doc.kind(node) == Json.Kind.OBJECT ? doc.text(node, "reference") : doc.text(node);
                        if (reference != null) {
                            found.add(reference);
                        }
                    }
                    case DATE, NUMBER, QUANTITY, COMPOSITE, SPECIAL -> {
                        // sorted by their ranges, or not at all
                    }
                }
            });
        }
        Comparator<String> order = Comparator.naturalOrder();
        return descending ? found.stream().max(order) : found.stream().min(order);
    }

    private record Codes(List<String> found) implements IndexSink {

        @Override
        public void coding(int expression, String system, String code, @Nullable String display) {
            found.add(code);
        }

        @Override
        public void value(int expression, String normalised) {
            if (normalised.startsWith("=")) {
                found.add(normalised.substring(1));
            }
        }

        @Override
        public void reference(int expression, Json doc, int node, String reference) {}

        @Override
        public void range(int expression, long low, long high) {}

        @Override
        public void present(int bit) {}
    }
}
