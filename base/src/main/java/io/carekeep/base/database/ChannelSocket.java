package io.carekeep.base.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// A socket in the file system in the form that the driver asks for. What only a network has is accepted and does
/// nothing.
final class ChannelSocket extends Socket {

    private static final long LOOK_AGAIN_NANOS = 100_000;
    private static final long LOOK_AGAIN_MOST_NANOS = 5_000_000;
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Path path;
    private @Nullable SocketChannel channel;
    private volatile int timeout;
    private volatile boolean closed;

    ChannelSocket(Path path) {
        this.path = path;
    }

    @Override
    public void connect(SocketAddress ignored, int timeout) throws IOException {
        var opened = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            opened.connect(UnixDomainSocketAddress.of(path));
        } catch (IOException failure) {
            opened.close();
            throw failure;
        }
        channel = opened;
    }

    private SocketChannel channel() throws IOException {
        var open = channel;
        if (open == null) {
            throw new IOException("the socket is not connected yet");
        }
        return open;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new Input(channel());
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return Channels.newOutputStream(channel());
    }

    /// Waits no longer than [#setSoTimeout] says.
    private final class Input extends InputStream {

        private final SocketChannel channel;
        private final InputStream whole;

        Input(SocketChannel channel) {
            this.channel = channel;
            this.whole = Channels.newInputStream(channel);
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            return timeout == 0 ? whole.read(into, from, length) : soon(ByteBuffer.wrap(into, from, length));
        }

        // A channel has no timed read. The longer it is silent, the less often it is looked at.
        private int soon(ByteBuffer into) throws IOException {
            long until = System.nanoTime() + timeout * 1_000_000L;
            long wait = LOOK_AGAIN_NANOS;
            channel.configureBlocking(false);
            try {
                int count = channel.read(into);
                while (count == 0) {
                    if (System.nanoTime() - until > 0) {
                        throw new SocketTimeoutException("the database did not answer in time");
                    }
                    LockSupport.parkNanos(wait);
                    wait = Math.min(LOOK_AGAIN_MOST_NANOS, wait + wait / 4);
                    count = channel.read(into);
                }
                return count;
            } finally {
                channel.configureBlocking(true);
            }
        }

        @Override
        public int available() throws IOException {
            return whole.available();
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        if (channel != null) {
            channel.close();
        }
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    @Override
    public boolean isConnected() {
        return channel != null;
    }

    @Override
    public void setSoTimeout(int timeout) {
        this.timeout = timeout;
    }

    @Override
    public int getSoTimeout() {
        return timeout;
    }

    @Override
    public int getSendBufferSize() {
        return BUFFER_BYTES;
    }

    @Override
    public void setSendBufferSize(int size) {}

    @Override
    public int getReceiveBufferSize() {
        return BUFFER_BYTES;
    }

    @Override
    public void setReceiveBufferSize(int size) {}

    @Override
    public void setTcpNoDelay(boolean on) {}

    @Override
    public void setKeepAlive(boolean on) {}
}
