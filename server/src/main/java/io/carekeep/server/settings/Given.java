package io.carekeep.server.settings;

/// A value as it was given.
public record Given(String text, Source source) {}
