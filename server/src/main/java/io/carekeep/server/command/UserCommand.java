package io.carekeep.server.command;

import io.carekeep.server.local.LocalClient;
import io.carekeep.server.logs.Logs;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// What can be done with a home's accounts.
@Command(
        name = "user",
        mixinStandardHelpOptions = true,
        description = "Works with the accounts of a home's running server.",
        synopsisSubcommandLabel = "COMMAND")
final class UserCommand {

    @Spec
    private CommandSpec spec;

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the accounts.")
    void list(@Mixin HomeOption home) {
        ask(home, "list");
    }

    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description = "Makes an account and prints its random password, once.")
    void create(
            @Mixin HomeOption home,
            @Parameters(paramLabel = "NAME", description = "how the person signs in") String name,
            @Option(
                            names = "--group",
                            required = true,
                            paramLabel = "GROUP",
                            description = "administrator, or a group of the policy")
                    String group) {
        ask(home, "create\n" + name + "\n" + group);
    }

    @Command(
            name = "identify",
            mixinStandardHelpOptions = true,
            description = "Says who an account is among the records; the policy may speak of it.")
    void identify(
            @Mixin HomeOption home,
            @Parameters(index = "0", paramLabel = "NAME") String name,
            @Parameters(index = "1..*", paramLabel = "FHIR-USER", description = "such as Practitioner/1")
                    List<String> fhirUser) {
        ask(home, "identify\n" + name + "\n" + String.join("\n", fhirUser));
    }

    @Command(
            name = "suspend",
            mixinStandardHelpOptions = true,
            description = "Ends an account's sessions and tokens, and keeps it from signing in.")
    void suspend(@Mixin HomeOption home, @Parameters(paramLabel = "NAME") String name) {
        ask(home, "suspend\n" + name);
    }

    private void ask(HomeOption home, String what) {
        Logs.quiet();
        try (var client = LocalClient.of(home.folder())) {
            spec.commandLine().getOut().print(client.ask("user", what));
            spec.commandLine().getOut().flush();
        }
    }
}
