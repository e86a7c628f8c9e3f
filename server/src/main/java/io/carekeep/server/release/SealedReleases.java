package io.carekeep.server.release;

import io.carekeep.access.release.Found;
import io.carekeep.access.release.ReleaseSeal;
import io.carekeep.vault.Altered;
import io.carekeep.vault.Vault;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Seals releases and what is said of them under the audit key.
final class SealedReleases implements ReleaseSeal {

    private final Vault vault;

    SealedReleases(Vault vault) {
        this.vault = vault;
    }

    @Override
    public byte[] sealed(Row row, byte[] content) {
        return sealed(content, beside(row));
    }

    @Override
    public Optional<byte[]> opened(Row row, byte[] sealed) {
        return opened(sealed, beside(row));
    }

    @Override
    public byte[] sealed(WordRow row, List<Found> found) {
        var content = ByteBuffer.allocate(found.size() * 2 * Long.BYTES);
        found.forEach(each -> content.putLong(each.records()).putLong(each.patients()));
        return sealed(content.array(), beside(row));
    }

    @Override
    public Optional<List<Found>> opened(WordRow row, byte[] sealed) {
        return opened(sealed, beside(row)).map(SealedReleases::found);
    }

    private static List<Found> found(byte[] content) {
        var from = ByteBuffer.wrap(content);
        var found = new ArrayList<Found>();
        while (from.hasRemaining()) {
            found.add(new Found(from.getLong(), from.getLong()));
        }
        return found;
    }

    private byte[] sealed(byte[] content, byte[] beside) {
        return vault.sealer().seal(vault.audit(), content, 0, content.length, beside);
    }

    private Optional<byte[]> opened(byte[] sealed, byte[] beside) {
        try {
            return Optional.of(vault.sealer().open(vault.audit(), sealed, beside));
        } catch (Altered _) {
            return Optional.empty();
        }
    }

    private static byte[] beside(Row row) {
        return beside("release", row.number(), row.account(), row.at(), row.until());
    }

    private static byte[] beside(WordRow row) {
        return beside(
                "release-word",
                row.number(),
                row.release(),
                row.account(),
                row.at(),
                row.word().number());
    }

    private static byte[] beside(String name, long... numbers) {
        var word = name.getBytes(StandardCharsets.US_ASCII);
        var bytes =
                ByteBuffer.allocate(word.length + numbers.length * Long.BYTES).put(word);
        for (long each : numbers) {
            bytes.putLong(each);
        }
        return bytes.array();
    }
}
