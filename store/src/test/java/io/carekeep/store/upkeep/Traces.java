package io.carekeep.store.upkeep;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/// Searches bytes for planted markers in every form that a program could have written them.
final class Traces {

    private static final int PREFIX = 3;

    private final Map<Integer, List<Form>> forms = new HashMap<>();
    private final BitSet starts = new BitSet(1 << 24);

    private record Form(String name, byte[] bytes) {}

    /// Plants a text, also in small and capital letters.
    Traces text(String marker) {
        for (var text : List.of(marker, marker.toLowerCase(Locale.ROOT), marker.toUpperCase(Locale.ROOT))) {
            var plain = text.getBytes(StandardCharsets.UTF_8);
            add("plain " + text, plain);
            add("UTF-16BE " + text, text.getBytes(StandardCharsets.UTF_16BE));
            add("UTF-16LE " + text, text.getBytes(StandardCharsets.UTF_16LE));
            add("hex " + text, HexFormat.of().formatHex(plain));
            add("HEX " + text, HexFormat.of().withUpperCase().formatHex(plain));
            add("URL " + text, URLEncoder.encode(text, StandardCharsets.UTF_8));
            add(
                    "URL, all " + text,
                    "%" + HexFormat.ofDelimiter("%").withUpperCase().formatHex(plain));
            add("JSON " + text, json(text, 0x7F));
            add("JSON, all " + text, json(text, 0));
            for (int shift = 0; shift < 3; shift++) {
                add("base64 " + shift + " " + text, base64(plain, shift));
            }
        }
        return this;
    }

    /// Plants a number of 64 bits.
    Traces number(String name, long value) {
        for (var order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            add(
                    name + " " + order,
                    ByteBuffer.allocate(Long.BYTES).order(order).putLong(value).array());
        }
        return this;
    }

    private void add(String name, String text) {
        add(name, text.getBytes(StandardCharsets.US_ASCII));
    }

    private void add(String name, byte[] bytes) {
        int start = start(bytes, 0);
        starts.set(start);
        forms.computeIfAbsent(start, _ -> new ArrayList<>()).add(new Form(name, bytes));
    }

    private static int start(byte[] bytes, int at) {
        return (bytes[at] & 0xFF) << 16 | (bytes[at + 1] & 0xFF) << 8 | bytes[at + 2] & 0xFF;
    }

    private static String json(String text, int plainBelow) {
        var escaped = new StringBuilder();
        text.chars().forEach(letter -> {
            if (letter < plainBelow) {
                escaped.append((char) letter);
            } else {
                escaped.append("\\u%04x".formatted(letter));
            }
        });
        return escaped.toString();
    }

    // What stands in the middle, whatever is before and behind.
    private static String base64(byte[] plain, int shift) {
        var shifted = new byte[plain.length + shift];
        System.arraycopy(plain, 0, shifted, shift, plain.length);
        int whole = shifted.length / 3 * 4;
        return Base64.getEncoder().encodeToString(shifted).substring(shift == 0 ? 0 : 4, whole);
    }

    /// The names of the forms found in the files under a folder, with the file's name.
    TreeSet<String> under(Path folder) throws IOException {
        var found = new TreeSet<String>();
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                for (var name : in(Files.readAllBytes(file))) {
                    found.add(folder.relativize(file) + ": " + name);
                }
            }
        }
        return found;
    }

    /// The names of the forms found in bytes.
    TreeSet<String> in(byte[] bytes) {
        var found = new TreeSet<String>();
        for (int at = 0; at <= bytes.length - PREFIX; at++) {
            int start = start(bytes, at);
            if (starts.get(start)) {
                for (var form : forms.getOrDefault(start, List.of())) {
                    int end = at + form.bytes.length;
                    if (end <= bytes.length && Arrays.equals(bytes, at, end, form.bytes, 0, form.bytes.length)) {
                        found.add(form.name);
                    }
                }
            }
        }
        return found;
    }
}
