package io.carekeep.server.command;

import io.carekeep.server.local.LocalClient;
import io.carekeep.server.logs.Logs;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// What can be done about a home's alarms.
@Command(
        name = "alarm",
        mixinStandardHelpOptions = true,
        description = "Handles the alarms of a home's running server.",
        synopsisSubcommandLabel = "COMMAND")
final class AlarmCommand {

    @Spec
    private CommandSpec spec;

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists open alarms, the worst first.")
    void list(
            @Mixin HomeOption home,
            @Option(names = "--all", description = "the last ones, closed ones too, the newest first") boolean all) {
        ask(home, all ? "all" : "list");
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows an alarm and its history.")
    void show(@Mixin HomeOption home, @Parameters(paramLabel = "NUMBER") long number) {
        ask(home, "show\n" + number);
    }

    @Command(
            name = "take",
            mixinStandardHelpOptions = true,
            description = "Says that you see to an alarm: nobody else is paged then.")
    void take(@Mixin HomeOption home, @Parameters(paramLabel = "NUMBER") long number) {
        ask(home, "take\n" + number);
    }

    @Command(name = "note", mixinStandardHelpOptions = true, description = "Adds a note, which is kept sealed.")
    void note(
            @Mixin HomeOption home,
            @Parameters(index = "0", paramLabel = "NUMBER") long number,
            @Parameters(index = "1", paramLabel = "TEXT") String text) {
        ask(home, "note\n" + number + "\n" + text);
    }

    @Command(
            name = "repair",
            mixinStandardHelpOptions = true,
            description = "Mends what can be mended without a person.")
    void repair(@Mixin HomeOption home, @Parameters(paramLabel = "NUMBER") long number) {
        ask(home, "repair\n" + number);
    }

    @Command(
            name = "close",
            mixinStandardHelpOptions = true,
            description = {
                "Runs the check that raised an alarm, and closes it if that passes.",
                "Where there is nothing to check, somebody has to say what they found."
            })
    void close(
            @Mixin HomeOption home,
            @Parameters(paramLabel = "NUMBER") long number,
            @Option(names = "--reviewed", paramLabel = "REASON", description = "what a review found") @Nullable
                    String reason) {
        ask(home, "close\n" + number + (reason == null ? "" : "\n" + reason));
    }

    private void ask(HomeOption home, String what) {
        Logs.quiet();
        try (var client = LocalClient.of(home.folder())) {
            spec.commandLine().getOut().print(client.ask("alarm", what));
            spec.commandLine().getOut().flush();
        }
    }
}
