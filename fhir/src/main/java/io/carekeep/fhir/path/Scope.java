package io.carekeep.fhir.path;

import io.carekeep.fhir.json.Json;

/// What surrounds an expression while it is evaluated: `$this`, `$index`, `$total` and the run they belong to.
record Scope(Run run, Items self, int index, Items total) {

    /// The most steps that one evaluation may take.
    static final int STEPS_MAX = 5_000_000;

    /// One evaluation of one expression over one document.
    static final class Run {

        final TypeModel model;
        final Json doc;
        final Context context;
        private final Items start;
        private int steps;

        Run(TypeModel model, Json doc, Context context, Items start) {
            this.model = model;
            this.doc = doc;
            this.context = context;
            this.start = start;
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
