package io.carekeep.server.settings;

/// How a log line looks.
public enum LogFormat {
    TEXT,
    JSON
}
