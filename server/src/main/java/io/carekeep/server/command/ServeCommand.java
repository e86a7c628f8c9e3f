package io.carekeep.server.command;

import io.carekeep.identity.Enrolments;
import io.carekeep.server.home.HomeFolder;
import io.carekeep.server.logs.Logs;
import io.carekeep.server.wiring.RunningServer;
import java.security.SecureRandom;
import java.time.Clock;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Serves a home until the process is told to end.
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = "Serves a home, in the foreground, until SIGTERM or Ctrl-C. The FHIR API is below /fhir.")
final class ServeCommand implements Runnable {

    @Mixin
    private HomeOption home;

    @Mixin
    private SettingOptions options;

    @Override
    public void run() {
        var settings = options.of(home.folder());
        Logs.beginUsing(settings.logFormat());
        var random = new SecureRandom();
        var clock = Clock.systemUTC();
        var folder = HomeFolder.open(home.folder(), HomeFolder.Purpose.WORK, clock, random);
        var server = RunningServer.start(folder, settings, clock, random);
        server.closeWithProcess();
        invite(server);
        server.await();
    }

    // While nobody can sign in, whoever starts the server may become its first administrator.
    @SuppressWarnings("SystemOut")
    private static void invite(RunningServer server) {
        server.part(Enrolments.class)
                .first()
                .ifPresent(invitation -> System.err.println("Nobody can sign in yet. The first administrator enrols at "
                        + server.base().resolve("/enrol?token=")
                        + invitation.token().text() + " within "
                        + Enrolments.FIRST_LIFE.toMinutes() + " minutes."));
    }
}
