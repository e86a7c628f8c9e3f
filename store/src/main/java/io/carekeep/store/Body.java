package io.carekeep.store;

import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.json.Edits;
import io.carekeep.fhir.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.function.LongFunction;

/// The form in which bodies are stored: without what the row says already.
///
/// A byte with the length of the id, and the id, when a client chose it; else 0. The length of what `meta` holds beside
/// version and time, as a base-128 number, and that. Then the other properties. All of it JSON in UTF-8, compact,
/// without the braces around. Type, id, version and time come from the row, so that a read copies and parses nothing.
///
/// In a reference, an id that was made here is random to zstd and would take more room than most elements. In its place
/// stands a control character, which JSON has nowhere: 2 for the patient whose home it is, else 1 and the order of the
/// resource's number in base 64.
final class Body {

    private static final byte[] TYPE = ascii("{\"resourceType\":\"");
    private static final byte[] ID_NAME = ascii("\",\"id\":\"");
    private static final byte[] VERSION = ascii("\",\"meta\":{\"versionId\":\"");
    private static final byte[] UPDATED = ascii("\",\"lastUpdated\":\"");
    private static final byte[] NOTHING = {};
    // The length of an id, that of meta in base 128, and the brackets of both objects.
    private static final int HEAD_MAX = 1 + 64 + 5 + 4;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private static final byte ORDER = 1;
    private static final byte HOME = 2;
    private static final byte[] DIGITS = ascii("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
    private static final byte[] VALUES = values();
    private static final int DIGIT_BITS = 6;
    private static final int ID_LENGTH = 32;

    private Body() {}

    private static byte[] values() {
        var values = new byte[Byte.MAX_VALUE + 1];
        for (byte value = 0; value < DIGITS.length; value++) {
            values[DIGITS[value]] = value;
        }
        return values;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// How much room [#write] needs.
    static int most(Edits edits) {
        return 2 * edits.most() + HEAD_MAX;
    }

    /// Writes what is stored of a resource into a buffer and returns where it ends. What the client wrote as id,
    /// version and time is left out.
    /// @param chosen the id, when a client chose it, else empty
    static int write(Edits edits, Json doc, int resource, String chosen, byte[] buffer) {
        int type = doc.get(resource, "resourceType");
        int id = doc.get(resource, "id");
        int meta = doc.get(resource, "meta");
        edits.remove(type);
        if (id != Json.NONE) {
            edits.remove(id);
        }
        if (meta != Json.NONE) {
            edits.remove(meta);
        }
        int at = head(chosen, meta(doc, meta), buffer);
        int end = edits.compactInto(buffer, at);
        System.arraycopy(buffer, at + 1, buffer, at, end - at - 2);
        return end - 2;
    }

    private static int head(String chosen, byte[] meta, byte[] buffer) {
        var id = ascii(chosen);
        int at = 0;
        buffer[at++] = (byte) id.length;
        at = put(id, buffer, at);
        int rest = meta.length;
        while (rest > 0x7F) {
            buffer[at++] = (byte) (rest & 0x7F | 0x80);
            rest >>>= 7;
        }
        buffer[at++] = (byte) rest;
        return put(meta, buffer, at);
    }

    private static byte[] meta(Json doc, int meta) {
        if (meta == Json.NONE || doc.kind(meta) != Json.Kind.OBJECT) {
            return NOTHING;
        }
        var edits = new Edits(doc, meta);
        for (int child = doc.first(meta); child != Json.NONE; child = doc.next(child, meta)) {
            var name = doc.nameText(child);
            if ("versionId".equals(name) || "lastUpdated".equals(name)) {
                edits.remove(child);
            }
        }
        var compact = edits.compact();
        return Arrays.copyOfRange(compact, 1, compact.length - 1);
    }

    /// What is stored in place of a reference to a resource whose id was made here, as JSON.
    static byte[] reference(long number, long home) {
        var text = new StringBuilder("\"").append(Numbering.type(number).name()).append('/');
        if (number == home) {
            text.append((char) HOME);
        } else {
            text.append((char) ORDER);
            for (long rest = Numbering.order(number); rest != 0; rest >>>= DIGIT_BITS) {
                text.append((char) DIGITS[(int) (rest & DIGITS.length - 1)]);
            }
        }
        return ascii(text.append('"').toString());
    }

    /// What is stored of a deleted resource.
    static byte[] deleted(String chosen) {
        var buffer = new byte[HEAD_MAX];
        return Arrays.copyOf(buffer, head(chosen, NOTHING, buffer));
    }

    /// The id that a client chose; empty when the row's number says it.
    static String chosenId(byte[] stored) {
        return new String(stored, 1, stored[0], StandardCharsets.US_ASCII);
    }

    /// The whole resource.
    /// @param length of what is stored, which may be shorter than its array
    /// @param ids of the resources with these numbers
    static byte[] whole(Row row, String id, byte[] stored, int length, LongFunction<String> ids) {
        int at = 1 + stored[0];
        int metaLength = 0;
        int shift = 0;
        while (stored[at] < 0) {
            metaLength |= (stored[at++] & 0x7F) << shift;
            shift += 7;
        }
        metaLength |= stored[at++] << shift;
        int metaEnd = at + metaLength;
        var start = start(row, id);
        int shortened = shortened(stored, metaEnd, length);
        var whole = new byte[start.length + metaLength + length - metaEnd + shortened * ID_LENGTH + 5];
        int to = put(start, whole, 0);
        if (metaLength > 0) {
            whole[to++] = ',';
            System.arraycopy(stored, at, whole, to, metaLength);
            to += metaLength;
        }
        whole[to++] = '}';
        if (length > metaEnd) {
            whole[to++] = ',';
            if (shortened == 0) {
                System.arraycopy(stored, metaEnd, whole, to, length - metaEnd);
                to += length - metaEnd;
            } else {
                to = lengthened(stored, metaEnd, length, row.home(), ids, whole, to);
            }
        }
        whole[to++] = '}';
        return to == whole.length ? whole : Arrays.copyOf(whole, to);
    }

    private static int shortened(byte[] stored, int from, int to) {
        int count = 0;
        for (int at = from; at < to; at++) {
            // Others than these two control characters are escaped in JSON.
            if (stored[at] == ORDER || stored[at] == HOME) {
                count++;
            }
        }
        return count;
    }

    // Copies with the ids in their places, and returns where the copy ends.
    private static int lengthened(
            byte[] stored, int from, int length, long home, LongFunction<String> ids, byte[] into, int start) {
        int to = start;
        int done = from;
        for (int at = from; at < length; at++) {
            byte mark = stored[at];
            if (mark != ORDER && mark != HOME) {
                continue;
            }
            System.arraycopy(stored, done, into, to, at - done);
            to += at - done;
            done = mark == HOME ? at + 1 : quote(stored, at);
            long number = mark == HOME ? home : Numbering.number(type(stored, at), order(stored, at + 1, done));
            to = put(ascii(ids.apply(number)), into, to);
        }
        System.arraycopy(stored, done, into, to, length - done);
        return to + length - done;
    }

    private static int quote(byte[] stored, int from) {
        int at = from;
        while (stored[at] != '"') {
            at++;
        }
        return at;
    }

    // The type before a mark, as in "Patient/.
    private static ResourceType type(byte[] stored, int mark) {
        int from = mark - 1;
        while (stored[from - 1] != '"') {
            from--;
        }
        return ResourceType.of(new String(stored, from, mark - 1 - from, StandardCharsets.US_ASCII))
                .orElseThrow();
    }

    private static long order(byte[] stored, int from, int to) {
        long order = 0;
        for (int at = to - 1; at >= from; at--) {
            order = order << DIGIT_BITS | VALUES[stored[at]];
        }
        return order;
    }

    private static byte[] start(Row row, String id) {
        var type = ascii(Numbering.type(row.number()).name());
        var chosen = ascii(id);
        var version = ascii(Integer.toString(row.version()));
        var time = ascii(time(row.at()));
        var start = new byte
                [TYPE.length
                        + type.length
                        + ID_NAME.length
                        + chosen.length
                        + VERSION.length
                        + version.length
                        + UPDATED.length
                        + time.length
                        + 1];
        int at = 0;
        for (var part : new byte[][] {TYPE, type, ID_NAME, chosen, VERSION, version, UPDATED, time}) {
            at = put(part, start, at);
        }
        start[at] = '"';
        return start;
    }

    private static int put(byte[] bytes, byte[] into, int at) {
        System.arraycopy(bytes, 0, into, at, bytes.length);
        return at + bytes.length;
    }

    /// A time as FHIR's `instant`, in milliseconds and UTC.
    static String time(long at) {
        return TIME.format(Instant.ofEpochMilli(at));
    }
}
