package io.carekeep.server.wiring;

import io.carekeep.server.audit.LogQuestions;
import io.carekeep.server.home.HomeFolder;
import io.carekeep.server.home.HomeUnusable;
import io.carekeep.server.home.HomeView;
import io.carekeep.server.settings.Settings;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.function.Function;

/// A home in which no server runs, opened for one question. No server can start in it meanwhile.
public final class StoppedHome {

    private StoppedHome() {}

    /// Starts the home's database or reaches it, asks, and leaves it as it was.
    /// @throws HomeUnusable when it is no home, or a server starts in it
    public static <T> T ask(
            Path folder, Settings settings, Clock clock, SecureRandom random, Function<LogQuestions, T> question) {
        if (!HomeView.isHome(folder)) {
            throw new HomeUnusable(folder + " is no home: name one with --home, or make it with carekeep serve");
        }
        var home = HomeFolder.open(folder, HomeView.of(folder).purpose(), clock, random);
        try (var foundation = Foundation.lay(home, settings, clock, random)) {
            return question.apply(new LogQuestions(foundation.database(), foundation.vault()));
        }
    }
}
