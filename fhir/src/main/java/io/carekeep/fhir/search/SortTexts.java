package io.carekeep.fhir.search;

import io.carekeep.fhir.json.Json;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The text by which an opened record is sorted under a parameter.
public final class SortTexts {

    private static final String CODE = "%016d";

    private final Leaves leaves;

    /// @param zone of dates that name no offset
    public SortTexts(ZoneId zone) {
        this.leaves = new Leaves(zone);
    }

    /// The first of its values, or the last when descending; empty when it has none.
    public Optional<String> of(SearchParameter parameter, Json doc, int resource, boolean descending) {
        var found = new ArrayList<String>();
        for (var expression : parameter.expressions()) {
            var route = expression.route();
            if (route.existence()) {
                found.add(Boolean.toString(Extractor.exists(doc, resource, route)));
            } else {
                route.walk(doc, resource, (node, type) -> add(parameter, doc, node, type, descending, found));
            }
        }
        Comparator<String> order = Comparator.naturalOrder();
        return descending ? found.stream().max(order) : found.stream().min(order);
    }

    private void add(
            SearchParameter parameter, Json doc, int node, String type, boolean descending, List<String> found) {
        switch (parameter.kind()) {
            case STRING -> leaves.strings(doc, node, type, text -> found.add(Texts.normal(text)));
            case TOKEN -> leaves.tokens(doc, node, type, 0, new Codes(found));
            case URI -> leaves.uris(doc, node, found::add);
            case REFERENCE -> {
                var reference = doc.kind(node) == Json.Kind.OBJECT ? doc.text(node, "reference") : doc.text(node);
                if (reference != null && Leaves.leads(parameter, doc, node)) {
                    found.add(reference);
                }
            }
            case DATE ->
                leaves.dates(
                        doc,
                        node,
                        type,
                        span -> found.add(CODE.formatted(Dates.code(descending ? span.high() : span.low()))));
            case NUMBER, QUANTITY ->
                leaves.numbers(
                        doc,
                        node,
                        type,
                        amount -> found.add(CODE.formatted(
                                descending ? Decimals.high(amount.high()) : Decimals.low(amount.low()))));
            case COMPOSITE, SPECIAL -> {
                // no order
            }
        }
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
