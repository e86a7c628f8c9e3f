package io.carekeep.alarm;

/// Something is wrong, and somebody must look.
public record Alarm(Kind kind, Severity severity, Subject subject, Evidence evidence) {}
