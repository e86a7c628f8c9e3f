package io.carekeep.base;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A stream that refuses to give more bytes than a named limit allows.
public final class LimitedStream extends FilterInputStream {

    private final String limit;
    private final long most;
    private long given;

    /// @param limit its name, as the refusal has it
    public LimitedStream(InputStream inner, String limit, long most) {
        super(inner);
        this.limit = limit;
        this.most = most;
    }

    /// @throws Refused with [Problem.TooLarge] past the limit
    @Override
    public int read() throws IOException {
        int next = in.read();
        count(next < 0 ? 0 : 1);
        return next;
    }

    /// @throws Refused with [Problem.TooLarge] past the limit
    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        int read = in.read(into, from, length);
        count(Math.max(read, 0));
        return read;
    }

    private void count(int more) {
        given += more;
        if (given > most) {
            throw new Refused(new Problem.TooLarge(limit, most));
        }
    }
}
