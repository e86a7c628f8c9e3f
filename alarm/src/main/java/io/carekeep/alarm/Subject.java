package io.carekeep.alarm;

/// What or whom an alarm is about, by numbers that mean nothing outside the database.
/// @param number of a record or another thing, as the kind says; 0 for none
/// @param account that it is about; 0 for none
public record Subject(long number, long account) {

    public static final Subject NONE = new Subject(0, 0);

    /// A record, or another thing with a number.
    public static Subject of(long number) {
        return new Subject(number, 0);
    }

    /// What an account did.
    public static Subject account(long account) {
        return new Subject(0, account);
    }

    /// Whether it is about this account. Nobody who has signed in has the number 0.
    boolean isAbout(long whose) {
        return account != 0 && account == whose;
    }
}
