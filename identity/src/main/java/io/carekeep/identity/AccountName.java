package io.carekeep.identity;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The name that an account signs in with, in the one form in which it is compared. It doesn't print, because a log is
/// no place for it.
public final class AccountName {

    private static final int CHARACTERS_MAX = 64;
    private static final Pattern FORM = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}._@+-]{1,63}");

    private final String text;

    private AccountName(String text) {
        this.text = text;
    }

    /// The name of a new account.
    /// @throws Refused when it can't be one
    public static AccountName parse(String name) {
        return find(name)
                .orElseThrow(() -> new Refused(new Problem.Invalid(
                        "name",
                        "a name has 2 to " + CHARACTERS_MAX
                                + " letters, digits or . _ @ + - and starts with a letter or a digit")));
    }

    /// The name, if it can be one.
    public static Optional<AccountName> find(String name) {
        if (name.length() > 2 * CHARACTERS_MAX) {
            return Optional.empty();
        }
        var text = Normalizer.normalize(name.strip(), Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        return FORM.matcher(text).matches() ? Optional.of(new AccountName(text)) : Optional.empty();
    }

    public String text() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AccountName name && text.equals(name.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "[name]";
    }
}
