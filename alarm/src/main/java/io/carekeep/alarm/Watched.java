package io.carekeep.alarm;

/// A check that is cheap enough to be run every few seconds, whether or not anybody has raised anything.
/// @param severity of the alarm when it fails
public record Watched(Probe probe, Severity severity) {}
