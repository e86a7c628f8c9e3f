package io.carekeep.server.emergency;

import io.carekeep.access.emergency.Emergency;
import io.carekeep.access.emergency.EmergencySeal;
import io.carekeep.vault.Altered;
import io.carekeep.vault.Vault;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Seals emergencies under the audit key.
final class SealedEmergencies implements EmergencySeal {

    private static final int NUMBERS = 6;

    private final Vault vault;

    SealedEmergencies(Vault vault) {
        this.vault = vault;
    }

    @Override
    public byte[] sealed(Emergency row, String said) {
        var content = said.getBytes(StandardCharsets.UTF_8);
        return vault.sealer().seal(vault.audit(), content, 0, content.length, beside(row));
    }

    @Override
    public Optional<String> opened(Emergency row) {
        try {
            var opened = vault.sealer().open(vault.audit(), row.sealed(), beside(row));
            return Optional.of(new String(opened, StandardCharsets.UTF_8));
        } catch (Altered _) {
            return Optional.empty();
        }
    }

    // Until when it lasts stands as it was at first. One of before that was kept is bound to less.
    private static byte[] beside(Emergency row) {
        var word = ("emergency " + row.reason().word()).getBytes(StandardCharsets.UTF_8);
        var bytes = ByteBuffer.allocate(NUMBERS * Long.BYTES + word.length)
                .putLong(row.account())
                .putLong(row.home())
                .put(word);
        if (row.most() > 0) {
            bytes.putLong(row.number()).putLong(row.low()).putLong(row.most()).putLong(row.alarm());
        }
        var beside = new byte[bytes.position()];
        bytes.flip().get(beside);
        return beside;
    }
}
