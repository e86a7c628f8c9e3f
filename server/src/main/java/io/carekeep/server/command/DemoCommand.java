package io.carekeep.server.command;

import io.carekeep.server.home.HomeFolder;
import io.carekeep.server.local.LocalClient;
import io.carekeep.server.local.LocalUnusable;
import io.carekeep.server.logs.Logs;
import io.carekeep.server.wiring.RunningServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Starts a server with invented patients and one invented person of each group.
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Starts a server with invented patients and people, and prints how to reach it.",
            "Its home is ~/.carekeep-demo. Ctrl-C ends it; the next demo goes on with the same home."
        })
final class DemoCommand implements Callable<Integer> {

    /// The launcher says where the project's folder is.
    static final String ROOT = "carekeep.root";

    @Mixin
    private HomeOption home;

    @Mixin
    private SettingOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        var folder = home.folder(".carekeep-demo");
        var settings = options.of(folder);
        Logs.quiet();
        var out = spec.commandLine().getOut();
        out.println("Starting Carekeep in " + folder + " …");
        out.flush();
        var random = new SecureRandom();
        var clock = Clock.systemUTC();
        var opened = HomeFolder.open(folder, HomeFolder.Purpose.DEMO, clock, random);
        var server = RunningServer.start(opened, settings, clock, random);
        server.closeWithProcess();
        try (var client = LocalClient.of(folder)) {
            LoadCommand.load(client, folder, List.of(samples()));
            tell(out, folder, client);
        } catch (RuntimeException failure) {
            server.close();
            throw failure;
        }
        train();
        server.await();
        return 0;
    }

    private static Path samples() {
        var samples = Path.of(System.getProperty(ROOT, "."), "samples");
        if (!Files.isDirectory(samples)) {
            throw new LocalUnusable("there is no folder " + samples + ": start the demo with ./carekeep demo");
        }
        return samples;
    }

    private static void tell(PrintWriter out, Path folder, LocalClient client) {
        var root = System.getProperty(ROOT, ".");
        var people = client.ask("people", "").strip();
        if (!people.isEmpty()) {
            DemoClinician.identify(client, folder);
        }
        var authority = "https".equals(client.base().getScheme())
                ? "--cacert " + client.ask("authority", "").strip() + " "
                : "";
        out.println();
        out.println("FHIR API  " + client.base());
        out.println("People    " + (people.isEmpty() ? "as printed at the first start" : "(shown only now)"));
        people.lines().forEach(person -> out.println("  " + person));
        out.println();
        out.println("Try       curl " + authority + "-H \"Authorization: Bearer $(" + root + "/carekeep token --home "
                + folder + ")\" '" + client.base() + "/Patient?_count=3&_pretty=true'");
        out.println("Ctrl-C ends it.");
        out.flush();
    }

    // The next start is faster for it. It is no part of the demo: whether it works is of no account here.
    private static void train() {
        var launcher = Path.of(System.getProperty(ROOT, "."), "carekeep");
        try {
            if (System.getProperty("carekeep.trained") == null && Files.isExecutable(launcher)) {
                new ProcessBuilder("nice", "-n", "19", launcher.toString(), "aot")
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
            }
        } catch (IOException _) { // the next start is as slow as this one
        }
    }
}
