package io.carekeep.server.settings;

/// Where a value came from; a later one wins.
public enum Source {
    DEFAULT("default"),
    FILE("carekeep.yaml"),
    ENVIRONMENT("environment"),
    OPTION("option");

    private final String shown;

    Source(String shown) {
        this.shown = shown;
    }

    public String shown() {
        return shown;
    }
}
