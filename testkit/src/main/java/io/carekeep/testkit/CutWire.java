package io.carekeep.testkit;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/// A wire to a PostgreSQL that breaks once, at a chosen message of the client's:
/// https://www.postgresql.org/docs/18/protocol-message-formats.html.
public final class CutWire implements AutoCloseable {

    /// On which side of the message the wire breaks.
    public enum Cut {
        /// The message does not arrive.
        BEFORE,
        /// The message arrives, and no answer to it.
        AFTER
    }

    private static final int START = 196_608;
    private static final int LENGTH_MAX = 64 << 20;

    private final ServerSocket listening;
    private final int server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private int left;
    private Cut cut = Cut.BEFORE;
    private CountDownLatch settled = new CountDownLatch(0);

    private CutWire(ServerSocket listening, int server) {
        this.listening = listening;
        this.server = server;
    }

    /// @param port where the PostgreSQL listens on loopback
    public static CutWire to(int port) throws IOException {
        var wire = new CutWire(new ServerSocket(0, 64, InetAddress.getLoopbackAddress()), port);
        Thread.ofVirtual().start(wire::accept);
        return wire;
    }

    /// Where clients find it on loopback.
    public int port() {
        return listening.getLocalPort();
    }

    /// Breaks one connection at a message, counted from now on over all of them.
    public synchronized void cutAt(int message, Cut side) {
        left = message;
        cut = side;
        settled = new CountDownLatch(1);
    }

    /// Leaves the wire whole if it did not break; else waits until the server has noticed and ended what it did for the
    /// client.
    /// @return whether it broke
    public boolean broke() throws InterruptedException {
        CountDownLatch noticed;
        synchronized (this) {
            if (left > 0) {
                left = 0;
                return false;
            }
            noticed = settled;
        }
        noticed.await();
        return true;
    }

    private synchronized boolean breaks() {
        return left > 0 && --left == 0;
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                var client = listening.accept();
                var far = new Socket(InetAddress.getLoopbackAddress(), server);
                client.setTcpNoDelay(true);
                far.setTcpNoDelay(true);
                open.add(client);
                open.add(far);
                Thread.ofVirtual().start(() -> ask(client, far));
                Thread.ofVirtual().start(() -> answer(client, far));
            } catch (IOException _) {
                // A client or the server went away: the next may come.
            }
        }
    }

    private void ask(Socket client, Socket far) {
        try {
            var from = new DataInputStream(new BufferedInputStream(client.getInputStream()));
            var to = new DataOutputStream(new BufferedOutputStream(far.getOutputStream()));
            // The messages before and with the start have no type.
            for (int code = 0; code != START; ) {
                var message = message(from);
                code = (message[0] & 0xFF) << 24
                        | (message[1] & 0xFF) << 16
                        | (message[2] & 0xFF) << 8
                        | message[3] & 0xFF;
                send(to, message);
            }
            while (true) {
                int type = from.readByte();
                var message = message(from);
                boolean last = type != 'p' && breaks();
                if (!last || cut == Cut.AFTER) {
                    to.write(type);
                    send(to, message);
                }
                if (last) {
                    client.close();
                    far.shutdownOutput();
                    drain(far);
                    settled.countDown();
                    return;
                }
            }
        } catch (IOException _) {
            close(far);
        }
    }

    private static byte[] message(DataInputStream from) throws IOException {
        int length = from.readInt();
        if (length < Integer.BYTES || length > LENGTH_MAX) {
            throw new IOException("no message has this length");
        }
        var message = new byte[length - Integer.BYTES];
        from.readFully(message);
        return message;
    }

    private static void send(DataOutputStream to, byte[] message) throws IOException {
        to.writeInt(message.length + Integer.BYTES);
        to.write(message);
        to.flush();
    }

    private static void answer(Socket client, Socket far) {
        try {
            far.getInputStream().transferTo(client.getOutputStream());
            client.close();
        } catch (IOException _) {
            drain(far);
        }
    }

    // The server ends the connection once it has done what had arrived.
    private static void drain(Socket far) {
        try {
            far.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException _) {
            close(far);
        }
    }

    private static void close(Closeable socket) {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        open.forEach(CutWire::close);
    }
}
