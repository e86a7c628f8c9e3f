package io.carekeep.base.database;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import javax.net.SocketFactory;

/// Takes the driver to the embedded server by a socket in the file system, which costs both less than loopback.
/// The driver makes one by name.
public final class SocketFile extends SocketFactory {

    private final Path path;

    /// @param path of the socket
    public SocketFile(String path) {
        this.path = Path.of(path);
    }

    @Override
    public Socket createSocket() {
        return new ChannelSocket(path);
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw elsewhere();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress from, int fromPort) {
        throw elsewhere();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw elsewhere();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) {
        throw elsewhere();
    }

    private static UnsupportedOperationException elsewhere() {
        return new UnsupportedOperationException("a socket in the file system leads to one place");
    }
}
