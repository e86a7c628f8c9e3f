package io.carekeep.audit.wiring;

import java.nio.file.Path;
import java.util.List;

/// @param tiles folders outside the home that keep a copy of the tiles
public record AuditSettings(List<Path> tiles) {

    public AuditSettings {
        tiles = List.copyOf(tiles);
    }
}
