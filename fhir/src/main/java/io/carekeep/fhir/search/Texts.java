package io.carekeep.fhir.search;

import java.text.Normalizer;
import java.util.Locale;
import java.util.function.Consumer;

/// Texts as a string search compares them: without case, accents and repeated spaces.
public final class Texts {

    // The lengths of the prefixes that have a token. A question of another length takes the next shorter one and is
    // checked on the record: six tokens a word instead of eight.
    private static final int[] PREFIXES = {1, 2, 3, 4, 6, 8};

    /// How many letters a question inside a word needs.
    public static final int GRAM = 3;

    private static final int TEXT_MAX = 400;
    private static final int HEAD = 3;

    private Texts() {}

    /// A text without case and accents, its spaces single.
    public static String normal(String text) {
        boolean plain = true;
        for (int at = 0; at < text.length() && plain; at++) {
            char letter = text.charAt(at);
            plain = letter < 128 && !(letter >= 'A' && letter <= 'Z') && (letter > ' ' || letter == ' ');
        }
        if (plain && !text.contains("  ") && text.strip().length() == text.length()) {
            return text;
        }
        return Normalizer.normalize(text, Normalizer.Form.NFD)
                .replaceAll("\\p{M}+", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[\\s\\p{Z}]+", " ")
                .strip();
    }

    /// The prefixes of the text and of each of its words, from each word's start on.
    static void prefixes(String normal, Consumer<String> sink) {
        int most = Math.min(normal.length(), TEXT_MAX);
        for (int at = 0; at < most; at++) {
            if (wordStarts(normal, at)) {
                for (int length : PREFIXES) {
                    if (at + length <= normal.length()) {
                        sink.accept("p:" + normal.substring(at, at + length));
                    }
                }
            }
        }
    }

    /// The longest prefix of a question that has a token; the question itself if it is one.
    static String prefix(String normal) {
        int most = 0;
        for (int length : PREFIXES) {
            most = length <= normal.length() ? length : most;
        }
        return normal.substring(0, most);
    }

    /// How the text and each of its words starts: three letters.
    static void heads(String normal, Consumer<String> sink) {
        int most = Math.min(normal.length(), TEXT_MAX);
        for (int at = 0; at + HEAD <= most; at++) {
            if (wordStarts(normal, at)) {
                sink.accept(normal.substring(at, at + HEAD));
            }
        }
    }

    /// The head that a word has which starts like a question; empty when the question is shorter.
    static String head(String normal) {
        return normal.length() < HEAD ? "" : normal.substring(0, HEAD);
    }

    static void grams(String normal, Consumer<String> sink) {
        int most = Math.min(normal.length(), TEXT_MAX);
        for (int at = 0; at + GRAM <= most; at++) {
            sink.accept("g:" + normal.substring(at, at + GRAM));
        }
    }

    /// Whether the text or one of its words starts so.
    public static boolean starts(String normal, String question) {
        for (int at = normal.indexOf(question); at >= 0; at = normal.indexOf(question, at + 1)) {
            if (wordStarts(normal, at)) {
                return true;
            }
        }
        return false;
    }

    private static boolean wordStarts(String text, int at) {
        return at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1)) && text.charAt(at) != ' ';
    }
}
