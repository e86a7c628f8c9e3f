package io.carekeep.server.policy;

import java.util.List;

/// Why somebody may do something with a record, or may not, and what of it is hidden from them.
/// @param rules that are about it
/// @param labels of the record that are known to the policy
/// @param hides elements that are not shown, as all rules that permit it hide them
/// @param keeps elements that are shown and can't be changed, when it is a change that is asked about
record Explained(boolean permitted, List<Said> rules, List<String> labels, List<String> hides, List<String> keeps) {

    /// A rule.
    /// @param effect `permits` or `forbids`; of a consent `opens` or `forbids`
    /// @param holds whether it counts for this record
    /// @param labels that close the record to it, and nothing else does
    /// @param counts under which circumstances alone it counts; empty when it counts at present
    record Said(
            String name,
            String effect,
            boolean holds,
            List<String> labels,
            List<String> hides,
            List<String> keeps,
            String counts) {

        /// A consent that keeps the record from who asks, whatever rules permit.
        /// @param address of it
        static Said withheld(String address) {
            return consent("forbids", address, "");
        }

        /// A consent that opens a label of the record to who asks.
        static Said opened(String address, String label) {
            return consent("opens", address, " (the label " + label + ")");
        }

        private static Said consent(String effect, String address, String more) {
            return new Said("the patient's " + address + more, effect, true, List.of(), List.of(), List.of(), "");
        }

        String line() {
            var line = new StringBuilder("  %-10s %s".formatted(word(), name));
            if (!labels.isEmpty()) {
                line.append("; closed by the label ").append(String.join(", ", labels));
            }
            if (!hides.isEmpty()) {
                line.append("; hides ").append(hides);
            }
            if (!keeps.isEmpty()) {
                line.append("; keeps as they are ").append(keeps);
            }
            if (!counts.isEmpty()) {
                line.append("; counts only ").append(counts);
            }
            return line.append('\n').toString();
        }

        private String word() {
            if (!counts.isEmpty()) {
                return "[" + effect + "]";
            }
            return holds ? effect : "(" + effect + ")";
        }
    }

    /// The same in words, as the command prints it.
    String text() {
        var text = new StringBuilder(permitted ? "permitted" : "denied");
        text.append(rules.isEmpty() ? ": no rule is about this\n" : ", by these rules:\n");
        rules.forEach(rule -> text.append(rule.line()));
        if (!labels.isEmpty()) {
            text.append("the record is labelled ").append(labels).append('\n');
        }
        if (!hides.isEmpty()) {
            text.append("hidden of it: ").append(hides).append('\n');
        }
        if (!keeps.isEmpty()) {
            text.append("shown and not changed: ").append(keeps).append('\n');
        }
        return text.toString();
    }
}
