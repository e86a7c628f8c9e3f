package io.carekeep.identity;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/// Which passwords may be chosen, after NIST SP 800-63B: long, any characters, no rules of composition, and not what
/// everybody would try first.
public final class PasswordRules {

    /// The fewest characters of a password that stands alone.
    public static final int CHARACTERS_MIN = 15;

    /// The most characters of a password.
    public static final int CHARACTERS_MAX = 128;

    // What is left without common words must still be hard to try out.
    private static final int UNCOMMON_MIN = 8;
    private static final int DISTINCT_MIN = 5;
    private static final int WORD_MIN = 3;

    private final List<String> common;

    /// @param siteWords what everybody at this site would think of: its name, its place
    public PasswordRules(Collection<String> siteWords) {
        this.common = longestFirst(Stream.concat(shipped(), siteWords.stream().map(PasswordRules::folded)));
    }

    private static Stream<String> shipped() {
        try (var resource = PasswordRules.class.getResourceAsStream("common-passwords.txt")) {
            var text = new String(Objects.requireNonNull(resource).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().filter(line -> !line.startsWith("#")).toList().stream();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<String> longestFirst(Stream<String> words) {
        return words.filter(word -> word.length() >= WORD_MIN)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /// The one form in which a password is hashed, so that the same characters typed on another machine are the same.
    public static String normalised(String password) {
        return Normalizer.normalize(password, Normalizer.Form.NFC);
    }

    /// The password as it is to be hashed.
    /// @throws Refused when it may not be chosen, saying why
    public String checked(String password, AccountName name) {
        var normalised = normalised(password);
        int characters = normalised.codePointCount(0, normalised.length());
        if (characters < CHARACTERS_MIN) {
            throw refused("a password has at least " + CHARACTERS_MIN + " characters: take a few words");
        }
        if (characters > CHARACTERS_MAX) {
            throw refused("a password has at most " + CHARACTERS_MAX + " characters");
        }
        var folded = folded(normalised);
        if (folded.codePoints().distinct().count() < DISTINCT_MIN || repeats(folded)) {
            throw refused("this password repeats itself: take a few different words");
        }
        if (steps(folded) > characters / 2) {
            throw refused("this password follows the alphabet or counts: take a few words");
        }
        if (uncommon(folded, folded(name.text())) < UNCOMMON_MIN) {
            throw refused("this password is made of common passwords, names of this site or your own name,"
                    + " which are tried first: take other words");
        }
        return normalised;
    }

    private static Refused refused(String text) {
        return new Refused(new Problem.Invalid("password", text));
    }

    private static String folded(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }

    // Whether it is a short piece over and over.
    private static boolean repeats(String text) {
        for (int length = 1; length <= UNCOMMON_MIN; length++) {
            if (text.startsWith(text.substring(length))) {
                return true;
            }
        }
        return false;
    }

    // How many characters are the one before, or its neighbour.
    private static long steps(String text) {
        long steps = 0;
        for (int at = 1; at < text.length(); at++) {
            if (Math.abs(text.charAt(at) - text.charAt(at - 1)) <= 1) {
                steps++;
            }
        }
        return steps;
    }

    private long uncommon(String password, String name) {
        var rest = password;
        for (var word : longestFirst(Stream.concat(common.stream(), Stream.of(name)))) {
            rest = rest.replace(word, " ");
        }
        return rest.codePoints().filter(Character::isLetterOrDigit).count();
    }
}
