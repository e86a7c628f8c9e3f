package io.carekeep.server.command;

import io.carekeep.server.local.LocalClient;
import io.carekeep.server.local.OperatorToken;
import io.carekeep.server.logs.Logs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Prints an access token of the local operator, for scripts.
@Command(
        name = "token",
        mixinStandardHelpOptions = true,
        description = {
            "Prints an access token of the local operator, good for 8 hours and from this machine only.",
            "The operator is a service account: it reads and writes records, never policy, keys or accounts."
        })
final class TokenCommand implements Runnable {

    @Mixin
    private HomeOption home;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        Logs.quiet();
        try (var client = LocalClient.of(home.folder())) {
            var token = OperatorToken.ask(client, client.api(), home.folder());
            spec.commandLine().getOut().println(token);
        }
    }
}
