package io.carekeep.fhir.search;

import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.json.Json;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Finds what a resource is searched by, with routes compiled once.
public final class Extractor {

    /// Which extraction this is. Whoever changes what is extracted of any record raises it, and stored records are then
    /// extracted again.
    public static final int VERSION = 1;

    /// One expression and the parameters that it fills.
    private record Work(IndexExpression expression, boolean grams, boolean coarse, List<SearchParameter> parameters) {}

    private final Map<ResourceType, List<Work>> works = new HashMap<>();
    private final Leaves leaves;

    /// @param zone of dates that name no offset
    public Extractor(SearchParameters parameters, ZoneId zone) {
        this.leaves = new Leaves(zone);
        for (var type : ResourceType.all()) {
            works.put(type, works(parameters, type));
        }
    }

    private static List<Work> works(SearchParameters parameters, ResourceType type) {
        var byExpression = new LinkedHashMap<IndexExpression, List<SearchParameter>>();
        for (var parameter : parameters.all(type)) {
            for (var expression : parameter.expressions()) {
                byExpression.computeIfAbsent(expression, _ -> new ArrayList<>()).add(parameter);
            }
        }
        var works = new ArrayList<Work>();
        byExpression.forEach((expression, filled) -> works.add(new Work(
                expression,
                expression.kind() == Kind.STRING && isName(expression),
                filled.stream().anyMatch(SearchParameter::coarse),
                List.copyOf(filled))));
        return works;
    }

    /// Whether an expression leads to a person's or a thing's name, which is also searched inside words.
    static boolean isName(IndexExpression expression) {
        var path = expression.path();
        return path.equals("name")
                || path.startsWith("name.")
                || expression.route().typeCodes().contains("HumanName");
    }

    /// Whether an expression's URIs are so few that the vocabulary lists them: nearly every record names its
    /// profiles, and a token for each step of their paths would be a third of its index.
    static boolean isListed(IndexExpression expression) {
        return expression.path().equals("meta.profile");
    }

    /// Hands everything that a resource is found by to a sink.
    public void extract(Json doc, int resource, ResourceType type, IndexSink sink) {
        for (var work : Objects.requireNonNull(works.get(type))) {
            var filling = new Filling(doc, work, sink);
            if (work.expression().route().existence()) {
                boolean there = exists(doc, resource, work.expression().route());
                sink.coding(work.expression().ordinal(), "", Boolean.toString(there), null);
                filling.present();
            } else {
                work.expression().route().walk(doc, resource, filling);
            }
        }
    }

    static boolean exists(Json doc, int resource, Route route) {
        boolean[] there = new boolean[1];
        route.walk(doc, resource, (node, _) -> there[0] |= doc.kind(node) != Json.Kind.FALSE);
        return there[0];
    }

    private final class Filling implements Route.Visitor {

        private final Json doc;
        private final Work work;
        private final IndexSink sink;

        Filling(Json doc, Work work, IndexSink sink) {
            this.doc = doc;
            this.work = work;
            this.sink = sink;
        }

        @Override
        public void visit(int node, String typeCode) {
            int ordinal = work.expression().ordinal();
            switch (work.expression().kind()) {
                case STRING -> leaves.strings(doc, node, typeCode, text -> string(ordinal, text));
                case TOKEN -> leaves.tokens(doc, node, typeCode, ordinal, sink);
                case DATE -> leaves.dates(doc, node, typeCode, span -> date(ordinal, node, span));
                case NUMBER, QUANTITY ->
                    leaves.numbers(
                            doc,
                            node,
                            typeCode,
                            number -> sink.range(ordinal, Decimals.low(number.low()), Decimals.high(number.high())));
                case REFERENCE -> leaves.references(doc, node, typeCode, ordinal, sink);
                case URI -> leaves.uris(doc, node, uri -> uri(ordinal, uri));
                // R4 has one: `near` of Location.
                case SPECIAL ->
                    Position.of(doc, node).ifPresent(position -> Cells.of(position, cell -> sink.value(ordinal, cell)));
                case COMPOSITE -> {
                    // a composite is found by its parts and checked on the record
                }
            }
            present(node);
        }

        private void string(int ordinal, String text) {
            var normal = Texts.normal(text);
            sink.value(ordinal, "e:" + text);
            Texts.prefixes(normal, prefix -> sink.value(ordinal, prefix));
            if (work.grams()) {
                Texts.grams(normal, gram -> sink.value(ordinal, gram));
            }
        }

        private void date(int ordinal, int node, Dates.Span span) {
            if (!work.coarse()) {
                sink.range(ordinal, Dates.code(span.low()), Dates.code(span.high()));
                return;
            }
            var written = doc.text(node);
            // A time is on the day that it is here.
            var text = written.length() > 10 ? leaves.day(span.low()) : written;
            sink.value(ordinal, "y:" + text.substring(0, 4));
            if (text.length() >= 7) {
                sink.value(ordinal, "m:" + text.substring(0, 7));
            }
            if (text.length() >= 10) {
                sink.value(ordinal, "d:" + text.substring(0, 10));
            }
        }

        private void uri(int ordinal, String uri) {
            if (isListed(work.expression())) {
                sink.coding(ordinal, "", uri, null);
                return;
            }
            sink.value(ordinal, "u:" + uri);
            for (int at = uri.indexOf('/', uri.indexOf("://") + 3); at > 0; at = uri.indexOf('/', at + 1)) {
                sink.value(ordinal, "b:" + uri.substring(0, at));
            }
        }

        private void present() {
            work.parameters().forEach(parameter -> sink.present(parameter.bit()));
        }

        // A parameter that only counts references to certain types is there only if such a reference is.
        private void present(int node) {
            for (var parameter : work.parameters()) {
                if (parameter.kind() != Kind.REFERENCE || Leaves.leads(parameter, doc, node)) {
                    sink.present(parameter.bit());
                }
            }
        }
    }
}
