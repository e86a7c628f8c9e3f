package io.carekeep.store.interaction;

import io.carekeep.fhir.json.JsonText;
import java.io.OutputStream;
import java.util.Arrays;

/// JSON being written, front to back. Commas come by themselves; what is already JSON is copied in as it is.
public final class JsonOut extends OutputStream {

    /// How much room there is at least.
    static final int FIRST = 512;

    private byte[] bytes;
    private int size;

    public JsonOut() {
        this(FIRST);
    }

    /// @param expected how many bytes it will be, about
    JsonOut(int expected) {
        this.bytes = new byte[Math.max(expected, FIRST)];
    }

    public JsonOut object() {
        return opened('{');
    }

    public JsonOut endObject() {
        put('}');
        return this;
    }

    public JsonOut array() {
        return opened('[');
    }

    public JsonOut endArray() {
        put(']');
        return this;
    }

    private JsonOut opened(char bracket) {
        separate();
        put(bracket);
        return this;
    }

    /// A property's name; its value follows.
    /// @param name plain ASCII that needs no escape
    public JsonOut name(String name) {
        separate();
        put('"');
        ascii(name);
        put('"');
        put(':');
        return this;
    }

    public JsonOut text(String value) {
        separate();
        var quoted = JsonText.quoted(value);
        write(quoted, 0, quoted.length);
        return this;
    }

    public JsonOut number(long value) {
        separate();
        ascii(Long.toString(value));
        return this;
    }

    public JsonOut flag(boolean value) {
        separate();
        ascii(value ? "true" : "false");
        return this;
    }

    /// A value that is JSON already.
    JsonOut json(byte[] value) {
        separate();
        write(value, 0, value.length);
        return this;
    }

    public JsonOut property(String name, String value) {
        return name(name).text(value);
    }

    /// Text that is written as it is: plain ASCII that needs neither quotes nor escapes.
    void ascii(String text) {
        room(text.length());
        for (int at = 0; at < text.length(); at++) {
            bytes[size++] = (byte) text.charAt(at);
        }
    }

    // Before a value or a name stands an opening bracket or a colon, or else a comma is due.
    private void separate() {
        if (size == 0) {
            return;
        }
        byte last = bytes[size - 1];
        if (last != '{' && last != '[' && last != ':') {
            put(',');
        }
    }

    private void put(char one) {
        room(1);
        bytes[size++] = (byte) one;
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), (int) Math.min(bytes.length * 2L, MOST)));
        }
    }

    // What arrays can hold on every virtual machine.
    private static final int MOST = Integer.MAX_VALUE - 8;

    @Override
    public void write(int one) {
        put((char) (one & 0xFF));
    }

    @Override
    public void write(byte[] from, int start, int length) {
        room(length);
        System.arraycopy(from, start, bytes, size, length);
        size += length;
    }

    int size() {
        return size;
    }

    /// The buffer itself, of which the first [#size()] bytes are written; not a copy.
    byte[] buffer() {
        return bytes;
    }

    public byte[] bytes() {
        return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
    }
}
