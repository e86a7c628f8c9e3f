package io.carekeep.fhir.path;

import io.carekeep.fhir.json.Json;
import org.jspecify.annotations.Nullable;

/// What surrounds an expression while it is evaluated: `$this`, `$index`, `$total` and the run they belong to.
record Scope(Run run, Items self, int index, Items total) {

    /// The most steps that one evaluation may take.
    static final int STEPS_MAX = 5_000_000;

    /// One evaluation of one expression over one document.
    static final class Run {

        private static final @Nullable Items[] NONE_KNOWN = {};

        final TypeModel model;
        final Json doc;
        final Context context;
        private final Node start;
        private final @Nullable Items[] known;
        private int steps;

        Run(TypeModel model, Node start, Context context, int slots) {
            this.model = model;
            this.doc = start.doc();
            this.context = context;
            this.start = start;
            this.known = slots == 0 ? NONE_KNOWN : new Items[slots];
        }

        /// What a closed expression gave before in this run, or null.
        @Nullable
        Items known(int slot) {
            return known[slot];
        }

        void know(int slot, Items items) {
            known[slot] = items;
        }

        /// What the whole expression is evaluated on: `%context`.
        Items start() {
            return start;
        }

        void step() {
            if (++steps > STEPS_MAX) {
                throw Fault.tooCostly("path-steps", STEPS_MAX);
            }
        }
    }

    /// Inside a function that looks at one item after the other.
    Scope of(Item item, int place) {
        run.step();
        return new Scope(run, item, place, total);
    }

    Scope withTotal(Items sum) {
        return new Scope(run, self, index, sum);
    }

    /// An argument that doesn't depend on single items is evaluated where the whole expression stands.
    Items argument(Expr argument) {
        return argument.eval(self, this);
    }
}
