package io.carekeep.audit.witness;

/// Why a witness does not sign, in words for the person who runs it.
public final class WitnessRefusal extends RuntimeException {

    WitnessRefusal(String text) {
        super(text, null, false, false);
    }
}
