package io.carekeep.server.home;

import java.nio.file.Path;
import java.time.Instant;

/// A home seen from outside, whether or not a server works in it.
/// @param keys where its key file is
public record HomeView(int format, HomeFolder.Purpose purpose, Instant created, Path keys) {

    public static boolean isHome(Path folder) {
        return HomeCard.isIn(folder);
    }

    /// @throws HomeUnusable when what it says about itself is damaged
    public static HomeView of(Path folder) {
        var card = HomeCard.read(folder);
        return new HomeView(card.format(), card.purpose(), card.created(), card.keys());
    }
}
