package io.carekeep.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A client that reads records of its own, which nobody else reads, and notes each answer at its first byte.
final class NotedReader {

    private static final byte[] OK = "HTTP/1.1 200".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] UNAVAILABLE = "HTTP/1.1 503".getBytes(StandardCharsets.US_ASCII);
    private static final String LENGTH = "content-length:";
    private static final int LINE_MAX = 8_192;

    private final List<String> addresses;
    private final Map<String, Integer> answered = new HashMap<>();
    private final Map<String, Integer> unanswered = new HashMap<>();
    private int turn;

    /// @param addresses such as `Patient/1`
    NotedReader(List<String> addresses) {
        this.addresses = List.copyOf(addresses);
    }

    List<String> addresses() {
        return addresses;
    }

    /// How many answers about this record began to come.
    int answered(String address) {
        return answered.getOrDefault(address, 0);
    }

    /// How often it was asked for without an answer.
    int unanswered(String address) {
        return unanswered.getOrDefault(address, 0);
    }

    /// Reads until the server goes.
    /// @return how many answers began to come
    int readUntilTheEnd(ServerProcess server, String token) {
        int count = 0;
        var base = server.run().base();
        try (var socket = new Socket(base.getHost(), base.getPort())) {
            socket.setTcpNoDelay(true);
            var in = new BufferedInputStream(socket.getInputStream());
            while (true) {
                var address = addresses.get(turn++ % addresses.size());
                var request = "GET %s/%s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\n\r\n"
                        .formatted(base.getPath(), address, base.getAuthority(), token);
                unanswered.merge(address, 1, Integer::sum);
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                if (!came(in, address)) {
                    return count;
                }
                count++;
            }
        } catch (IOException _) {
            return count;
        }
    }

    // Also what breaks off after its first byte came.
    private boolean came(InputStream in, String address) throws IOException {
        int first = in.read();
        if (first < 0) {
            return false;
        }
        unanswered.merge(address, -1, Integer::sum);
        answered.merge(address, 1, Integer::sum);
        var status = new byte[OK.length];
        status[0] = (byte) first;
        if (in.readNBytes(status, 1, OK.length - 1) < OK.length - 1) {
            return false;
        }
        if (java.util.Arrays.equals(status, UNAVAILABLE)) {
            // A dying server may say that it has lost its database; that is about no record.
            answered.merge(address, -1, Integer::sum);
            unanswered.merge(address, 1, Integer::sum);
            return false;
        }
        assertThat(status).asString(StandardCharsets.US_ASCII).isEqualTo("HTTP/1.1 200");
        int length = length(in);
        return in.readNBytes(length).length == length;
    }

    private static int length(InputStream in) throws IOException {
        int length = -1;
        for (var line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.toLowerCase(java.util.Locale.ROOT).startsWith(LENGTH)) {
                length = Integer.parseInt(line.substring(LENGTH.length()).strip());
            }
        }
        assertThat(length).as("the answer says how long it is").isNotNegative();
        return length;
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int each = in.read(); each != '\n'; each = in.read()) {
            if (each < 0 || line.length() > LINE_MAX) {
                throw new IOException("the answer broke off");
            }
            if (each != '\r') {
                line.append((char) each);
            }
        }
        return line.toString();
    }
}
