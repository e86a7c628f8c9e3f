package io.carekeep.fhir.search;

import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides on the opened record what the index decides on a row: extracts what the record is found by and compares.
/// @param leaf a value, coding, range or presence
record LeafCheck(Extractor extractor, ResourceType type, Predicate.Own leaf) implements BodyCheck {

    @Override
    public boolean matches(Json doc, int resource) {
        var finder = new Finder(leaf);
        extractor.extract(doc, resource, type, finder);
        return finder.found;
    }

    private static final class Finder implements IndexSink {

        private final Predicate.Own leaf;
        private boolean found;

        Finder(Predicate.Own leaf) {
            this.leaf = leaf;
        }

        @Override
        public void value(int expression, String normalised) {
            found |= leaf instanceof Predicate.Value(var expressions, var asked)
                    && expressions.contains(expression)
                    && asked.equals(normalised);
        }

        @Override
        public void coding(int expression, String system, String code, @Nullable String display) {
            value(expression, system + "|" + code);
            found |= switch (leaf) {
                case Predicate.Coded coded ->
                    coded.expressions().contains(expression) && is(coded, system, code, display);
                case Predicate.Beneath(var expressions, var uri) ->
                    expressions.contains(expression) && (code.equals(uri) || code.startsWith(uri + "/"));
                case Predicate.Own _ -> false;
            };
        }

        private static boolean is(Predicate.Coded asked, String system, String code, @Nullable String display) {
            var text = asked.text();
            if (text != null) {
                return display != null && Texts.starts(Texts.normal(display), text);
            }
            return (asked.system() == null || asked.system().equals(system))
                    && (asked.code() == null || asked.code().equals(code));
        }

        @Override
        public void reference(int expression, Json doc, int node, String reference) {
            value(expression, reference);
        }

        @Override
        public void range(int expression, long low, long high) {
            found |= leaf instanceof Predicate.Meets(List<Integer> expressions, long from, long to)
                    && expressions.contains(expression)
                    && low <= to
                    && high >= from;
        }

        @Override
        public void present(int bit) {
            found |= leaf instanceof Predicate.Present(int asked) && asked == bit;
        }
    }
}
