package io.carekeep.server.command;

import picocli.CommandLine.IVersionProvider;

/// Which Carekeep this is.
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"carekeep " + number() + " on Java " + Runtime.version()};
    }

    static String number() {
        var version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }
}
