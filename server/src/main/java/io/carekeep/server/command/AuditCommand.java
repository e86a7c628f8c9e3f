package io.carekeep.server.command;

import io.carekeep.audit.note.NoteKey;
import io.carekeep.audit.note.SignedNote;
import io.carekeep.audit.proof.LogProof;
import io.carekeep.base.Refused;
import io.carekeep.server.audit.LogQuestions;
import io.carekeep.server.audit.ScopeReport;
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
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
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

    /// Between which times something was asked for.
    static final class Times {

        @Option(names = "--from", paramLabel = "DATE", description = "such as 2026-11-01 or 2026-11-01T08:00:00Z")
        private @Nullable String from;

        @Option(names = "--to", paramLabel = "DATE", description = "the last day or moment")
        private @Nullable String to;

        private String lines() {
            return line("from", from) + line("to", to);
        }
    }

    private static String line(String name, @Nullable String value) {
        return value == null ? "" : "\n" + name + " " + value;
    }

    @Command(
            name = "who",
            mixinStandardHelpOptions = true,
            description = "Lists who saw or wrote something of a patient. Needs the running server.")
    void who(
            @Mixin HomeOption home,
            @Parameters(paramLabel = "PATIENT", description = "Patient/[id]") String patient,
            @Mixin Times times) {
        print(view(home, "who" + line("patient", patient) + times.lines()));
    }

    @Command(
            name = "disclosures",
            mixinStandardHelpOptions = true,
            description = {
                "Accounts for the disclosures of a patient's records (45 CFR 164.528): those of the last six years for",
                "other purposes than treatment, payment and operations. Needs the running server."
            })
    void disclosures(
            @Mixin HomeOption home,
            @Parameters(paramLabel = "PATIENT", description = "Patient/[id]") String patient,
            @Mixin Times times) {
        print(view(home, "disclosures" + line("patient", patient) + times.lines()));
    }

    /// About whom or what a breach is scoped.
    static final class By {

        @Option(names = "--user", paramLabel = "NAME", description = "an account")
        private @Nullable String user;

        @Option(
                names = "--token",
                arity = "0..1",
                interactive = true,
                description = "an access token, in force or not: asked for, so that no shell keeps it")
        private char @Nullable [] token;

        @Option(names = "--session", paramLabel = "DIGITS", description = "a session, as AuditEvents number it")
        private @Nullable String session;

        @Option(names = "--address", paramLabel = "IP", description = "an address")
        private @Nullable String address;

        @Option(names = "--patient", paramLabel = "PATIENT", description = "Patient/[id]: who saw them")
        private @Nullable String patient;

        private String lines() {
            return line("user", user)
                    + line("token", token == null ? null : new String(token))
                    + line("session", session)
                    + line("address", address)
                    + line("patient", patient);
        }
    }

    @Command(
            name = "scope",
            mixinStandardHelpOptions = true,
            description = {
                "Prints what somebody saw between two times, for each patient and class of information, or who saw a",
                "patient, signed by the log. Needs the running server."
            })
    void scope(
            @Mixin HomeOption home,
            @ArgGroup(exclusive = true, multiplicity = "1") By by,
            @Mixin Times times,
            @Option(names = "--scan", description = "read every entry, also those that the index does not name")
                    boolean scan) {
        print(view(home, "scope" + by.lines() + times.lines() + line("scan", scan ? "yes" : null)));
    }

    @Command(
            name = "check-report",
            mixinStandardHelpOptions = true,
            description = "Proves that a report of scope is what the log signed. Needs neither home nor database.")
    int checkReport(
            @Parameters(paramLabel = "FILE") Path file,
            @Option(
                            names = "--log-key",
                            required = true,
                            paramLabel = "KEY",
                            description = "what carekeep audit key prints")
                    String logKey) {
        boolean genuine = ScopeReport.isGenuine(text(file), NoteKey.parse(logKey, NoteKey.Kind.LOG));
        print(
                genuine
                        ? "ok: signed by this log, unchanged\n"
                        : "not a report that this log signed, or changed since\n");
        return genuine ? 0 : 1;
    }

    private static String view(HomeOption home, String question) {
        Logs.quiet();
        try (var client = LocalClient.of(home.folder())) {
            return client.ask("audit", question);
        }
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
