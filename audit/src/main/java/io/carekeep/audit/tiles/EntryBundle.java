package io.carekeep.audit.tiles;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// The entries of a tile in one file: each with its length before it, two bytes.
final class EntryBundle {

    private EntryBundle() {}

    static byte[] of(Collection<byte[]> leaves) {
        var bundle = new ByteArrayOutputStream();
        for (var leaf : leaves) {
            bundle.write(leaf.length >> Byte.SIZE);
            bundle.write(leaf.length);
            bundle.writeBytes(leaf);
        }
        return bundle.toByteArray();
    }

    /// The leaves in a bundle, up to where it is cut off.
    static List<byte[]> leaves(byte[] bundle) {
        var leaves = new ArrayList<byte[]>();
        var from = ByteBuffer.wrap(bundle);
        while (from.remaining() >= Short.BYTES) {
            int length = Short.toUnsignedInt(from.getShort());
            if (length > from.remaining()) {
                break;
            }
            var leaf = new byte[length];
            from.get(leaf);
            leaves.add(leaf);
        }
        return leaves;
    }
}
