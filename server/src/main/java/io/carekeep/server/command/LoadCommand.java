package io.carekeep.server.command;

import io.carekeep.server.loading.Loader;
import io.carekeep.server.local.LocalClient;
import io.carekeep.server.local.OperatorToken;
import io.carekeep.server.logs.Logs;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Loads bundles into the running server of a home.
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        description = {
            "Loads transaction and batch bundles into the running server of a home.",
            "Bundles named hospital… and practitioner… go first. A load that was cut off goes on when it is repeated.",
            "Exits with 0 only when every bundle went in."
        })
final class LoadCommand implements Callable<Integer> {

    @Mixin
    private HomeOption home;

    @Parameters(
            arity = "1..*",
            paramLabel = "PATH",
            description = "a .json file, a folder (searched recursively), or a .tar, .tar.gz, .tgz or .zip archive")
    private List<Path> paths;

    @Override
    public Integer call() {
        Logs.quiet();
        try (var client = LocalClient.of(home.folder())) {
            return load(client, home.folder(), paths) == 0 ? 0 : 1;
        }
    }

    // The console can be null still: while the JVM is trained, for one.
    @SuppressWarnings({"SystemOut", "SystemConsoleNull"})
    static int load(LocalClient client, Path home, List<Path> paths) {
        var console = System.console();
        boolean terminal = console != null && console.isTerminal();
        var api = client.api();
        var token = OperatorToken.ask(client, api, home);
        return new Loader(client.base(), api, token, home, System.err, terminal).load(paths);
    }
}
