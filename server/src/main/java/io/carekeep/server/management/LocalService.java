package io.carekeep.server.management;

/// Something that a command on the same machine may ask of the running server. Who asks has shown that they may read
/// the home.
public interface LocalService {

    /// The last part of its address: `/local/<name>`.
    String name();

    /// @param asked lines of text, their meaning is the service's
    /// @return lines of text for the command to print or use
    /// @throws io.carekeep.base.Refused when it can't be done
    String answer(String asked);
}
