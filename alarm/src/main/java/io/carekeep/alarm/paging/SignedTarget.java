package io.carekeep.alarm.paging;

import io.carekeep.vault.MessageKey;
import java.net.URI;

/// An address that gets signed messages.
public record SignedTarget(URI url, MessageKey key) {

    @Override
    public String toString() {
        return "a signed target";
    }
}
