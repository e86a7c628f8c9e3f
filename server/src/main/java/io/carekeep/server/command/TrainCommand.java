package io.carekeep.server.command;

import io.carekeep.server.home.HomeFolder;
import io.carekeep.server.local.LocalClient;
import io.carekeep.server.local.LocalUnusable;
import io.carekeep.server.logs.Logs;
import io.carekeep.server.settings.Setting;
import io.carekeep.server.settings.SettingsReader;
import io.carekeep.server.wiring.RunningServer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Starts, loads and stops in a folder for the purpose, while the JVM watches which classes a server needs.
@Command(name = "train", hidden = true, description = "Called by carekeep aot.")
final class TrainCommand implements Runnable {

    @Parameters(paramLabel = "DIR")
    private Path folder;

    @Override
    public void run() {
        Logs.quiet();
        var settings = SettingsReader.read(folder, Map.of(), Map.of(Setting.PORT, "0", Setting.HTTP, "true"));
        var random = new SecureRandom();
        var clock = Clock.systemUTC();
        var home = HomeFolder.open(folder, HomeFolder.Purpose.DEMO, clock, random);
        try (var _ = RunningServer.start(home, settings, clock, random);
                var client = LocalClient.of(folder)) {
            LoadCommand.load(client, folder, List.of(Path.of(System.getProperty(DemoCommand.ROOT, "."), "samples")));
        } catch (LocalUnusable _) { // a start alone is worth training too
        }
    }
}
