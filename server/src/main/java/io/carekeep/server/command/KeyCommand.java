package io.carekeep.server.command;

import io.carekeep.server.local.LocalClient;
import io.carekeep.server.logs.Logs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// What can be done with a home's keys.
@Command(
        name = "key",
        mixinStandardHelpOptions = true,
        description = "Works with the keys of a home's running server.",
        synopsisSubcommandLabel = "COMMAND")
final class KeyCommand {

    @Spec
    private CommandSpec spec;

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists the epochs and token keys that exist, and how far a change of the token key is.")
    void list(@Mixin HomeOption home) {
        ask(home, "list");
    }

    @Command(
            name = "rotate-root",
            mixinStandardHelpOptions = true,
            description = "Makes a new root key and wraps every other key under it. Copy the key file afterwards.")
    void rotateRoot(@Mixin HomeOption home) {
        ask(home, "rotate-root");
    }

    @Command(
            name = "rotate-tokens",
            mixinStandardHelpOptions = true,
            description = "Makes a new token key and brings every row to it while the server works on.")
    void rotateTokens(@Mixin HomeOption home) {
        ask(home, "rotate-tokens");
    }

    private void ask(HomeOption home, String what) {
        Logs.quiet();
        try (var client = LocalClient.of(home.folder())) {
            spec.commandLine().getOut().print(client.ask("key", what));
            spec.commandLine().getOut().flush();
        }
    }
}
