package io.carekeep.store.interaction;

import io.carekeep.base.LimitedStream;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.json.Limits;
import io.carekeep.store.Room;
import jakarta.servlet.http.HttpServletRequest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/// The body of an HTTP request, unpacked on the way when it came packed, and never longer than the limit allows.
final class Sent implements Content {

    /// The most bytes of a body, unpacked.
    static final int BYTES_MAX = Limits.DEFAULT.bytes();

    private static final String LIMIT = "body-bytes";
    // A client that says how much will come gets a buffer of that size once this much has come.
    private static final int PROOF = 1024 * 1024;
    private static final int BUFFER = 16 * 1024;

    // A body is in memory as it came, as it will be stored, in twice the room while that is written, packed, and
    // sealed; one that is no JSON yet in base64, besides.
    private static final long COPIES = 5;
    private static final long COPIES_OF_DATA = 7;

    private final HttpServletRequest request;
    private final Room room;

    /// @param room where a large body finds room in memory
    Sent(HttpServletRequest request, Room room) {
        this.request = request;
        this.room = room;
    }

    @Override
    public String type() {
        return Format.type(request.getContentType());
    }

    // HTTP/1.1 says so when a body of unknown length comes, HTTP/2 doesn't.
    @Override
    public boolean isEmpty() {
        long length = request.getContentLengthLong();
        if (length >= 0) {
            return length == 0;
        }
        boolean reads = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        boolean unsaid = request.getHeader("Transfer-Encoding") == null
                && !request.getProtocol().equals("HTTP/2.0");
        return reads || unsaid;
    }

    @Override
    public Json json() {
        var charset = Format.parameter(String.valueOf(request.getContentType()), "charset");
        if (charset != null && !charset.equals("utf-8") && !charset.equals("utf8")) {
            throw Format.notUnderstood(type() + " in UTF-8");
        }
        try (var stream = stream(COPIES)) {
            var buffer = new byte[Math.clamp(request.getContentLengthLong(), BUFFER, PROOF)];
            int size = 0;
            while (true) {
                int read = stream.read(buffer, size, buffer.length - size);
                if (read < 0) {
                    return PARSER.parse(buffer, size);
                }
                size += read;
                if (size == buffer.length) {
                    int next = stream.read();
                    if (next < 0) {
                        return PARSER.parse(buffer, size);
                    }
                    buffer = Arrays.copyOf(buffer, larger(size));
                    buffer[size++] = (byte) next;
                }
            }
        } catch (IOException failure) {
            throw broken(failure);
        }
    }

    private int larger(int size) {
        long said = request.getContentLengthLong();
        long wished = said > size && !isPacked() ? said : size * 2L;
        return (int) Math.min(wished, BYTES_MAX + 1L);
    }

    @Override
    public InputStream stream() {
        return stream(COPIES_OF_DATA);
    }

    private InputStream stream(long copies) {
        if (request.getContentLengthLong() > BYTES_MAX) {
            throw tooLarge();
        }
        try {
            var plain = request.getInputStream();
            return new Admitted(
                    new LimitedStream(isPacked() ? new GZIPInputStream(plain, BUFFER) : plain, LIMIT, BYTES_MAX),
                    copies);
        } catch (IOException failure) {
            throw broken(failure);
        }
    }

    /// Goes on when there is room in memory: for as much as the client said, or for twice what has come.
    private final class Admitted extends FilterInputStream {

        private final long copies;
        private long given;
        private long held = Room.LARGE;

        Admitted(InputStream inner, long copies) {
            super(inner);
            this.copies = copies;
        }

        @Override
        public int read() throws IOException {
            int next = in.read();
            count(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int read = in.read(into, from, length);
            count(Math.max(read, 0));
            return read;
        }

        private void count(int more) {
            given += more;
            if (given > held) {
                long said = isPacked() ? 0 : request.getContentLengthLong();
                held = said >= given ? said : 2 * given;
                room.hold(copies * held);
            }
        }
    }

    private boolean isPacked() {
        var encoding = request.getHeader("Content-Encoding");
        return switch (encoding == null ? "" : encoding.strip().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> false;
            case "gzip", "x-gzip" -> true;
            default -> throw new Refused(new Problem.WrongFormat(415, "The only Content-Encoding understood is gzip."));
        };
    }

    @Override
    public @Nullable String securityContext() {
        return request.getHeader("X-Security-Context");
    }

    private static Refused tooLarge() {
        return new Refused(new Problem.TooLarge(LIMIT, BYTES_MAX));
    }

    // The client went away, sent less than it said, or what it sent is no gzip: the request's fault, not ours.
    static Refused broken(IOException failure) {
        return new Refused(new Problem.Malformed(
                "body",
                failure instanceof ZipException
                        ? "this is not gzip, though Content-Encoding says so"
                        : "the body ended before it was whole"));
    }

    @Override
    public String toString() {
        return "sent";
    }
}
