package io.carekeep.access.emergency;

/// One patient's records, opened to an account for a time.
/// @param home the patient's number
/// @param low from when, in milliseconds since the epoch
/// @param high until when
/// @param most until when it was opened at first; 0 for one of before this was kept
/// @param alarm number of the case that is to be reviewed
/// @param sealed what the account said, as it is stored
public record Emergency(
        long number,
        long account,
        long home,
        long low,
        long high,
        long most,
        Reason reason,
        long alarm,
        byte[] sealed) {

    /// The same with what the account said.
    Emergency saying(byte[] said) {
        return new Emergency(number, account, home, low, high, most, reason, alarm, said);
    }

    @Override
    public String toString() {
        return "emergency " + number;
    }
}
