package io.carekeep.server.command;

import io.carekeep.server.logs.Logs;
import picocli.CommandLine;

/// Where the program begins.
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        // Before anything logs: the manager is chosen once.
        System.setProperty("java.util.logging.manager", Logs.Manager.class.getName());
        int code = commandLine().execute(arguments);
        if (code != 0) {
            System.exit(code);
        }
    }

    static CommandLine commandLine() {
        return new CommandLine(new Carekeep())
                .setExecutionExceptionHandler(new Failures())
                .setCaseInsensitiveEnumValuesAllowed(true);
    }
}
