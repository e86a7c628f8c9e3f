package io.carekeep.identity;

import io.carekeep.vault.Altered;
import io.carekeep.vault.Vault;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Binds a row's columns together: the sealed part opens only beside the values that it was sealed with.
final class Proof {

    private static final byte[] NOTHING = {0};

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream columns = new DataOutputStream(bytes);

    private Proof(String table) {
        with(table.getBytes(StandardCharsets.US_ASCII));
    }

    static Proof of(String table) {
        return new Proof(table);
    }

    Proof with(long value) {
        return written(() -> columns.writeLong(value));
    }

    Proof with(@Nullable Long value) {
        return written(() -> {
            columns.writeBoolean(value != null);
            columns.writeLong(value == null ? 0 : value);
        });
    }

    Proof with(byte[] value) {
        return written(() -> {
            columns.writeInt(value.length);
            columns.write(value);
        });
    }

    private interface Writing {
        void write() throws IOException;
    }

    private Proof written(Writing writing) {
        try {
            writing.write();
            return this;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    byte[] seal(Vault vault, byte[] content) {
        return vault.sealer().seal(vault.shared(), content, 0, content.length, bytes.toByteArray());
    }

    byte[] seal(Vault vault) {
        return seal(vault, NOTHING);
    }

    /// @throws Altered when a column is not as it was sealed
    byte[] open(Vault vault, byte[] sealed) {
        return vault.sealer().open(vault.shared(), sealed, bytes.toByteArray());
    }
}
