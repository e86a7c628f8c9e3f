package io.carekeep.server.command;

import io.carekeep.server.local.LocalClient;
import io.carekeep.server.logs.Logs;
import io.carekeep.server.policy.LocalPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// What can be done with a home's policy.
@Command(
        name = "policy",
        mixinStandardHelpOptions = true,
        description = "Works with the policy of a home's running server: who may do what.",
        synopsisSubcommandLabel = "COMMAND")
final class PolicyCommand {

    private static final Duration ASK_EVERY = Duration.ofSeconds(1);

    @Spec
    private CommandSpec spec;

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Prints the policy in force.")
    void show(@Mixin HomeOption home) {
        ask(home, "show");
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists its versions, the newest first.")
    void list(@Mixin HomeOption home) {
        ask(home, "list");
    }

    @Command(name = "check", mixinStandardHelpOptions = true, description = "Says whether a file can be a policy.")
    void check(@Mixin HomeOption home, @Parameters(paramLabel = "FILE") Path file) {
        ask(home, "check\n" + text(file));
    }

    @Command(
            name = "impact",
            mixinStandardHelpOptions = true,
            description = {
                "Counts what a file would open and close as the policy, for each group and each account.",
                "With --user, for one account by its groups, each type."
            })
    void impact(
            @Mixin HomeOption home,
            @Option(names = "--user", paramLabel = "ACCOUNT", defaultValue = "", description = "For it alone.")
                    String account,
            @Parameters(paramLabel = "FILE") Path file) {
        ask(home, "impact\n" + account + "\n" + text(file));
    }

    @Command(name = "apply", mixinStandardHelpOptions = true, description = "Puts a file into force as the policy.")
    void apply(
            @Mixin HomeOption home,
            @Option(names = "--drop-invariants", description = "Lets invariants go that are in force.")
                    boolean dropping,
            @Option(names = "--impact", description = "Prints first what it opens and closes.") boolean impact,
            @Parameters(paramLabel = "FILE") Path file) {
        var policy = text(file);
        if (impact) {
            ask(home, "impact\n\n" + policy);
        }
        ask(home, (dropping ? "apply --drop-invariants\n" : "apply\n") + policy);
    }

    @Command(
            name = "test",
            mixinStandardHelpOptions = true,
            description = "Tries a file as a policy: what it permits and denies, as a file of tests expects.")
    void test(
            @Mixin HomeOption home,
            @Parameters(index = "0", paramLabel = "POLICY") Path policy,
            @Parameters(index = "1", paramLabel = "TESTS") Path tests) {
        var text = text(policy);
        ask(home, "test\n" + text.length() + "\n" + text + text(tests));
    }

    @Command(
            name = "explain",
            mixinStandardHelpOptions = true,
            description = {
                "Says which rules let an account do something with a record, or keep it from that.",
                "Rules in brackets are about it, and not about this record."
            })
    void explain(
            @Mixin HomeOption home,
            @Parameters(index = "0", paramLabel = "ACCOUNT") String account,
            @Parameters(index = "1", paramLabel = "INTERACTION", description = "read, search, update, …")
                    String interaction,
            @Parameters(index = "2", paramLabel = "RECORD", description = "such as Patient/1") String record) {
        ask(home, "explain\n" + account + "\n" + interaction + "\n" + record);
    }

    @Command(
            name = "relabel",
            mixinStandardHelpOptions = true,
            description = {
                "Waits until records that were written before a policy have its labels, and says how many lacked one.",
                "The server puts them on by itself when a policy asks for labels that the one before did not."
            })
    void relabel(
            @Mixin HomeOption home,
            @Option(names = "--again", description = "Looks at all records again.") boolean again) {
        Logs.quiet();
        try (var client = LocalClient.of(home.folder())) {
            var far = client.ask("policy", again ? "relabel --again" : "relabel");
            while (far.startsWith(LocalPolicy.UNDER_WAY)
                    && !Thread.currentThread().isInterrupted()) {
                LockSupport.parkNanos(ASK_EVERY.toNanos());
                far = client.ask("policy", "relabel");
            }
            spec.commandLine().getOut().print(far);
            spec.commandLine().getOut().flush();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(file + " can't be read as UTF-8 text", failure);
        }
    }

    private void ask(HomeOption home, String what) {
        Logs.quiet();
        try (var client = LocalClient.of(home.folder())) {
            spec.commandLine().getOut().print(client.ask("policy", what));
            spec.commandLine().getOut().flush();
        }
    }
}
