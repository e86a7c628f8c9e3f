package io.carekeep.server.command;

import io.carekeep.server.local.LocalClient;
import io.carekeep.server.logs.Logs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// What can be done about budgets of patients, and canaries.
@Command(
        name = "budget",
        mixinStandardHelpOptions = true,
        description = "Shows and lifts the budgets of patients that accounts may read, and names canary patients.",
        synopsisSubcommandLabel = "COMMAND")
final class BudgetCommand {

    @Spec
    private CommandSpec spec;

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            description = "Lists by number the accounts that have seen most patients.")
    void list(@Mixin HomeOption home) {
        ask(home, "list");
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Shows how many patients an account has seen.")
    void show(@Mixin HomeOption home, @Parameters(paramLabel = "NAME") String name) {
        ask(home, "show\n" + name);
    }

    @Command(name = "lift", mixinStandardHelpOptions = true, description = "Makes an account's budgets larger.")
    void lift(
            @Mixin HomeOption home,
            @Parameters(paramLabel = "NAME") String name,
            @Option(
                            names = "--percent",
                            paramLabel = "N",
                            defaultValue = "100",
                            description = "by how much, 1 to 400; 100 unless given")
                    int percent,
            @Option(
                            names = "--hours",
                            paramLabel = "N",
                            defaultValue = "12",
                            description = "for how long, 1 to 720; 12 unless given")
                    int hours,
            @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why; kept sealed")
                    String reason) {
        ask(home, "lift\n" + name + "\n" + percent + "\n" + hours + "\n" + reason);
    }

    @Command(
            name = "canary-list",
            mixinStandardHelpOptions = true,
            description = "Lists the patients whom nobody has a reason to see.")
    void canaries(@Mixin HomeOption home) {
        ask(home, "canary-list");
    }

    @Command(
            name = "canary-add",
            mixinStandardHelpOptions = true,
            description = "Names a patient whom nobody has a reason to see: whoever does is shut out.")
    void add(@Mixin HomeOption home, @Parameters(paramLabel = "PATIENT", description = "Patient/[id]") String patient) {
        ask(home, "canary-add\n" + patient);
    }

    @Command(name = "canary-remove", mixinStandardHelpOptions = true, description = "Takes a canary back.")
    void remove(
            @Mixin HomeOption home, @Parameters(paramLabel = "PATIENT", description = "Patient/[id]") String patient) {
        ask(home, "canary-remove\n" + patient);
    }

    private void ask(HomeOption home, String what) {
        Logs.quiet();
        try (var client = LocalClient.of(home.folder())) {
            spec.commandLine().getOut().print(client.ask("budget", what));
            spec.commandLine().getOut().flush();
        }
    }
}
