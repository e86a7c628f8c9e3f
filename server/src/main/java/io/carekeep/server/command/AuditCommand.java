package io.carekeep.server.command;

import io.carekeep.audit.note.NoteKey;
import io.carekeep.audit.note.SignedNote;
import io.carekeep.audit.proof.LogProof;
import io.carekeep.base.Refused;
import io.carekeep.server.audit.LogQuestions;
import io.carekeep.server.audit.Verification;
import io.carekeep.server.home.RunFile;
import io.carekeep.server.local.LocalClient;
import io.carekeep.server.local.LocalUnusable;
import io.carekeep.server.logs.Logs;
import io.carekeep.server.wiring.StoppedHome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// What can be done with a home's audit log.
@Command(
        name = "audit",
        mixinStandardHelpOptions = true,
        description = "Works with the audit log of a home, whether or not its server runs.",
        synopsisSubcommandLabel = "COMMAND")
final class AuditCommand {

    @Spec
    private CommandSpec spec;

    @Command(name = "key", mixinStandardHelpOptions = true, description = "Prints the public key of the log.")
    void key(@Mixin HomeOption home, @Mixin SettingOptions options) {
        print(ask(home.folder(), options, LogQuestions.key()));
    }

    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = {
                "Proves that every entry is what was written, where it was written, or names the first that is not.",
                "With --tiles and without --home it needs neither home nor database."
            })
    int verify(
            @Mixin HomeOption home,
            @Mixin SettingOptions options,
            @Option(names = "--tiles", paramLabel = "DIR", description = "a copy of the tiles, see audit.tiles")
                    @Nullable
                    Path tiles,
            @Option(
                            names = "--checkpoint",
                            paramLabel = "FILE",
                            description = "a checkpoint from elsewhere, best the witness's --state")
                    @Nullable
                    Path checkpoint,
            @Option(names = "--log-key", paramLabel = "KEY", description = "what carekeep audit key prints") @Nullable
                    String logKey,
            @Option(
                            names = "--witness-key",
                            paramLabel = "KEY",
                            description = "who must have signed the checkpoint, too; what carekeep witness prints")
                    @Nullable
                    String witnessKey) {
        if (witnessKey != null && checkpoint == null) {
            throw new ParameterException(spec.commandLine(), "--witness-key needs --checkpoint");
        }
        var verification = new Verification(
                logKey == null ? null : NoteKey.parse(logKey, NoteKey.Kind.LOG),
                checkpoint == null ? null : SignedNote.parse(text(checkpoint)),
                witnessKey == null ? null : NoteKey.parse(witnessKey, NoteKey.Kind.WITNESS),
                tiles);
        var answer = tiles != null && !home.isGiven()
                ? alone(verification)
                : ask(home.folder(), options, LogQuestions.verify(verification));
        print(answer);
        return answer.startsWith("ok ") ? 0 : 1;
    }

    private String alone(Verification verification) {
        if (verification.checkpoint() == null && verification.log() == null) {
            throw new ParameterException(
                    spec.commandLine(), "--tiles without --home needs --checkpoint or --log-key, best both");
        }
        var tiles = Objects.requireNonNull(verification.copy());
        if (tiles.checkpoint().isEmpty()) {
            throw new LocalUnusable(verification.tiles() + " holds no checkpoint: name the folder of audit.tiles");
        }
        return LogProof.of(tiles, verification.heldAlone()).inWords() + "\n";
    }

    private static String ask(Path home, SettingOptions options, String question) {
        Logs.quiet();
        if (RunFile.isRunning(home)) {
            try (var client = LocalClient.of(home)) {
                return client.ask("audit", question);
            }
        }
        try {
            return StoppedHome.ask(
                    home,
                    options.of(home),
                    Clock.systemUTC(),
                    new SecureRandom(),
                    questions -> questions.answer(question));
        } catch (Refused refused) {
            throw new LocalUnusable(refused.problem().inWords());
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(file + " can't be read as UTF-8 text", failure);
        }
    }

    private void print(String text) {
        spec.commandLine().getOut().print(text);
        spec.commandLine().getOut().flush();
    }
}
