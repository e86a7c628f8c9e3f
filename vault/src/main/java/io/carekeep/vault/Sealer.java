package io.carekeep.vault;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdDictCompress;
import com.github.luben.zstd.ZstdDictDecompress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.function.IntConsumer;

/// Compresses, then encrypts: zstd level 3 with a dictionary trained on synthetic records, then AES-256-GCM.
///
/// The form: a byte that says 1, a byte that names the dictionary, 12 bytes of nonce, the ciphertext, 16 bytes of tag.
/// The first two are part of the associated data.
public final class Sealer {

    /// The most bytes of one body.
    public static final int BODY_MAX = 256 * 1024 * 1024;

    static final byte FORMAT = 1;
    static final byte DICTIONARY = 1;
    private static final int HEADER = 2;
    private static final int LEVEL = 3;
    /// How many bytes [#digest] has: the last of what is sealed.
    public static final int DIGEST = 16;

    private final Gcm gcm;
    private final Pool<ZstdCompressCtx> compressors;
    private final Pool<ZstdDecompressCtx> decompressors;

    Sealer(SecureRandom random) {
        this.gcm = new Gcm(random);
        var dictionary = dictionary();
        var compress = new ZstdDictCompress(dictionary, LEVEL);
        var decompress = new ZstdDictDecompress(dictionary);
        this.compressors = new Pool<>(() -> compressor(compress));
        this.decompressors = new Pool<>(() -> new ZstdDecompressCtx().loadDict(decompress));
    }

    private static ZstdCompressCtx compressor(ZstdDictCompress dictionary) {
        var context = new ZstdCompressCtx().setLevel(LEVEL);
        return context.loadDict(dictionary).setDictID(false).setChecksum(false);
    }

    private static byte[] dictionary() {
        try (var resource = Sealer.class.getResourceAsStream("dictionary-1.zstd")) {
            if (resource == null) {
                throw new KeysUnusable("this build lacks its compression dictionary");
            }
            return resource.readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Seals a part of a buffer.
    /// @param associated what must be the same when it is opened
    public byte[] seal(HomeKey key, byte[] plain, int from, int to, byte[] associated) {
        int length = to - from;
        var context = compressors.take();
        var packed = new byte[(int) Zstd.compressBound(length)];
        int packedLength = context.compressByteArray(packed, 0, packed.length, plain, from, length);
        compressors.give(context);
        var sealed = new byte[HEADER + Gcm.NONCE + packedLength + Gcm.TAG];
        sealed[0] = FORMAT;
        sealed[1] = DICTIONARY;
        gcm.seal(key.key(), packed, 0, packedLength, withHeader(sealed, associated), sealed, HEADER);
        return sealed;
    }

    /// Opens what [#seal] made.
    /// @throws Altered when anything is not what was sealed
    public byte[] open(HomeKey key, byte[] sealed, byte[] associated) {
        return open(key, sealed, associated, _ -> {});
    }

    /// The same.
    /// @param before hears how many bytes it will be before they take any room, and may refuse them
    public byte[] open(HomeKey key, byte[] sealed, byte[] associated, IntConsumer before) {
        if (sealed.length < HEADER || sealed[0] != FORMAT || sealed[1] != DICTIONARY) {
            throw new Altered();
        }
        var packed = gcm.open(key.key(), sealed, HEADER, withHeader(sealed, associated));
        long length = Zstd.getFrameContentSize(packed);
        if (length < 0 || length > BODY_MAX) {
            throw new Altered();
        }
        before.accept((int) length);
        var context = decompressors.take();
        var plain = context.decompress(packed, (int) length);
        decompressors.give(context);
        return plain;
    }

    /// What the audit log remembers of a sealed body: its tag, which no other body of the row has.
    public static byte[] digest(byte[] sealed) {
        return Arrays.copyOfRange(sealed, sealed.length - DIGEST, sealed.length);
    }

    private static byte[] withHeader(byte[] sealed, byte[] associated) {
        var all = Arrays.copyOf(associated, associated.length + HEADER);
        all[associated.length] = sealed[0];
        all[associated.length + 1] = sealed[1];
        return all;
    }
}
