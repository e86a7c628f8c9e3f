package io.carekeep.audit;

import java.util.HexFormat;

/// Something that entries of the log are found by.
/// @param value a number or bytes, in digits
public record Handle(Kind kind, String value) {

    /// What it is. The numbers stand in the index: add, never change.
    public enum Kind {
        PATIENT(1),
        ACCOUNT(2),
        ADDRESS(3),
        SESSION(4);

        private final int number;

        Kind(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }

    /// A patient, by the number of their record.
    public static Handle patient(long number) {
        return new Handle(Kind.PATIENT, String.valueOf(number));
    }

    /// An account, by its surrogate.
    public static Handle account(long number) {
        return new Handle(Kind.ACCOUNT, String.valueOf(number));
    }

    /// An address of the network: 4 or 16 bytes.
    public static Handle address(byte[] bytes) {
        return new Handle(Kind.ADDRESS, HexFormat.of().formatHex(bytes));
    }

    /// A session, by its number.
    public static Handle session(long number) {
        return new Handle(Kind.SESSION, HexFormat.of().toHexDigits(number));
    }

    @Override
    public String toString() {
        return kind.name();
    }
}
