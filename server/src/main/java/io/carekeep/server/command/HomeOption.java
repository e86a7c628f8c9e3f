package io.carekeep.server.command;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which home a command is about.
final class HomeOption {

    @Option(names = "--home", paramLabel = "DIR", description = "the home; else $CAREKEEP_HOME, else ~/.carekeep")
    private @Nullable Path home;

    /// Whether it stood on the command line.
    boolean isGiven() {
        return home != null;
    }

    Path folder() {
        return folder(".carekeep");
    }

    Path folder(String usual) {
        if (home != null) {
            return home.toAbsolutePath().normalize();
        }
        var chosen = System.getenv("CAREKEEP_HOME");
        return chosen == null || chosen.isEmpty() || !".carekeep".equals(usual)
                ? Path.of(System.getProperty("user.home"), usual)
                : Path.of(chosen).toAbsolutePath().normalize();
    }
}
