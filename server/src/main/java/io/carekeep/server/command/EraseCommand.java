package io.carekeep.server.command;

import io.carekeep.base.Check;
import io.carekeep.server.local.LocalClient;
import io.carekeep.server.logs.Logs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Erases a patient with everything that is theirs.
@Command(
        name = "erase",
        mixinStandardHelpOptions = true,
        description = "Erases a patient and all their records, in every version, for good.")
final class EraseCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Mixin
    private HomeOption home;

    @Parameters(paramLabel = "PATIENT", description = "whom: Patient/ and the id")
    private String patient;

    // What is erased never comes back, so nobody does it by a slip.
    @Option(names = "--yes", required = true, description = "yes, for good")
    private boolean sure;

    @Override
    public void run() {
        Logs.quiet();
        Check.that(sure, "the option was given");
        try (var client = LocalClient.of(home.folder())) {
            spec.commandLine().getOut().print(client.ask("erase", patient));
            spec.commandLine().getOut().flush();
        }
    }
}
