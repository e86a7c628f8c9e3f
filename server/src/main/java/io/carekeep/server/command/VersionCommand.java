package io.carekeep.server.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Prints which Carekeep this is.
@Command(name = "version", description = "Prints which Carekeep this is.")
final class VersionCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().getOut().println(new Version().getVersion()[0]);
    }
}
