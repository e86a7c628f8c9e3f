package io.carekeep.alarm;

/// Where it is audited what happens to cases by itself, when nobody asked for it through the gate.
public interface Journal {

    /// Writes it down in the transaction at hand.
    void happened(CaseEvent event);
}
