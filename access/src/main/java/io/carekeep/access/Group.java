package io.carekeep.access;

/// The groups that the coarse policy knows.
public enum Group {
    /// Manages accounts, keys and settings; sees no clinical records.
    ADMINISTRATOR,
    /// The local service account of scripts: reads and writes records, never policy, keys or accounts.
    OPERATOR,
    /// Reads and writes records.
    CLINICIAN,
    /// Reads records.
    READER
}
