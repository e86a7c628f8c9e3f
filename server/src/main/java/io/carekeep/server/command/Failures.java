package io.carekeep.server.command;

import io.carekeep.audit.note.NoteUnusable;
import io.carekeep.audit.tiles.TilesUnusable;
import io.carekeep.audit.witness.WitnessRefusal;
import io.carekeep.base.database.DatabaseUnusable;
import io.carekeep.server.home.HomeUnusable;
import io.carekeep.server.local.LocalUnusable;
import io.carekeep.server.management.PortTaken;
import io.carekeep.server.settings.SettingsUnusable;
import io.carekeep.vault.KeysUnusable;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;

/// Says in one sentence why a command ended. A failure that nobody foresaw is told by its type and place, because its
/// message might quote a record.
final class Failures implements CommandLine.IExecutionExceptionHandler {

    private static final int FRAMES = 6;
    // Their messages are written for the person at the command line and hold no record.
    private static final Set<Class<? extends RuntimeException>> KNOWN = Set.of(
            HomeUnusable.class,
            SettingsUnusable.class,
            LocalUnusable.class,
            PortTaken.class,
            KeysUnusable.class,
            DatabaseUnusable.class,
            NoteUnusable.class,
            TilesUnusable.class,
            WitnessRefusal.class,
            UncheckedIOException.class);

    @Override
    public int handleExecutionException(Exception failure, CommandLine line, CommandLine.ParseResult result) {
        line.getErr().println("carekeep: " + sentence(failure));
        return CommandLine.ExitCode.SOFTWARE;
    }

    static String sentence(Throwable failure) {
        boolean known = KNOWN.stream().anyMatch(each -> each.isInstance(failure));
        return known && failure.getMessage() != null
                ? failure.getMessage()
                : "this should not happen: " + place(failure);
    }

    private static String place(Throwable failure) {
        var places = Arrays.stream(failure.getStackTrace())
                .limit(FRAMES)
                .map(frame ->
                        "  at " + frame.getClassName() + "." + frame.getMethodName() + ":" + frame.getLineNumber())
                .collect(Collectors.joining("\n"));
        var cause = failure.getCause() == null ? "" : "\nfrom " + place(failure.getCause());
        return failure.getClass().getName() + "\n" + places + cause;
    }
}
