package io.carekeep.server.management;

/// Another program listens where the server should.
public final class PortTaken extends RuntimeException {

    public PortTaken(int port, String setting) {
        super("port " + port + " is taken by another program: set " + setting + " to a free one");
    }
}
