package io.carekeep.access.emergency;

import java.util.Optional;

/// Seals what somebody said when they broke the glass together with the whole row, and opens it again.
public interface EmergencySeal {

    /// @param row what it is sealed with; what it has as sealed does not matter
    byte[] sealed(Emergency row, String said);

    /// What was said; empty when the row is not as it was written.
    Optional<String> opened(Emergency row);
}
