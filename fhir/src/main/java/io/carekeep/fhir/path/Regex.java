package io.carekeep.fhir.path;

import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Regular expressions with a bound on their work: a pattern that would try without end is refused.
final class Regex {

    /// How many characters one match may look at, again and again.
    static final int STEPS_MAX = 2_000_000;

    private Regex() {}

    static boolean finds(String regex, String text) {
        return bounded(() -> matcher(regex, text).find());
    }

    static boolean matches(String regex, String text) {
        return bounded(() -> matcher(regex, text).matches());
    }

    static String replace(String regex, String text, String replacement) {
        try {
            return bounded(() -> matcher(regex, text).replaceAll(replacement));
        } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
            throw Fault.of("a replacement that names only groups of its pattern");
        }
    }

    private static Matcher matcher(String regex, String text) {
        try {
            return Pattern.compile(regex, Pattern.DOTALL).matcher(new Counted(text));
        } catch (PatternSyntaxException _) {
            throw Fault.of("a regular expression");
        }
    }

    private static <T> T bounded(Supplier<T> match) {
        try {
            return match.get();
        } catch (StackOverflowError _) {
            // Java's matcher recurses on alternatives in a repetition; only its own frames are lost.
            throw Fault.tooCostly("regex-steps", STEPS_MAX);
        }
    }

    /// A text that counts how often it is looked at.
    private static final class Counted implements CharSequence {

        private final String text;
        private int steps;

        Counted(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (++steps > STEPS_MAX) {
                throw Fault.tooCostly("regex-steps", STEPS_MAX);
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
