package io.carekeep.store.find;

import io.carekeep.access.Permit;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import io.carekeep.store.Numbering;
import io.carekeep.vault.PageSeal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a page ended: the values of its sort keys and the number of its last resource. It travels sealed, bound to the
/// query and the caller.
/// @param keys of an order by columns
/// @param texts of an order by opened records
record Mark(List<Long> keys, List<String> texts, long number) {

    private static final int DIGEST = 12;
    private static final int TEXT_MAX = 2_000;

    static Mark at(long number) {
        return new Mark(List.of(), List.of(), number);
    }

    /// The least number that comes after a mark, or after none.
    static long first(ResourceType type, @Nullable Mark after) {
        return after == null ? Numbering.first(type) : after.number() + 1;
    }

    long key(int at) {
        return keys.get(at);
    }

    String sealed(PageSeal seal, Permit permit, String query) {
        var encoded = texts.stream()
                .map(text -> text.length() > TEXT_MAX ? text.substring(0, TEXT_MAX) : text)
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
        int size =
                encoded.stream().mapToInt(text -> text.length + Integer.BYTES).sum();
        var buffer = ByteBuffer.allocate(DIGEST + Long.BYTES + 2 + keys.size() * Long.BYTES + size);
        buffer.put(digest(query)).putLong(number).put((byte) keys.size()).put((byte) encoded.size());
        keys.forEach(buffer::putLong);
        encoded.forEach(text -> buffer.putInt(text.length).put(text));
        return seal.seal(permit.caller().account(), buffer.array());
    }

    /// @throws Refused when the page is of another query or another caller, or has expired
    static Mark open(PageSeal seal, Permit permit, String query, String page) {
        var buffer = ByteBuffer.wrap(seal.open(permit.caller().account(), page));
        var digest = new byte[DIGEST];
        buffer.get(digest);
        if (!Arrays.equals(digest, digest(query))) {
            throw new Refused(new Problem.Invalid("page", "a page of this very search: search again"));
        }
        long number = buffer.getLong();
        int keyCount = buffer.get();
        int textCount = buffer.get();
        var keys = new ArrayList<Long>();
        for (int at = 0; at < keyCount; at++) {
            keys.add(buffer.getLong());
        }
        var texts = new ArrayList<String>();
        for (int at = 0; at < textCount; at++) {
            var text = new byte[buffer.getInt()];
            buffer.get(text);
            texts.add(new String(text, StandardCharsets.UTF_8));
        }
        return new Mark(keys, texts, number);
    }

    private static byte[] digest(String query) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(query.getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(digest, DIGEST);
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every JDK has SHA-256", impossible);
        }
    }
}
