package io.carekeep.server.command;

import io.carekeep.audit.note.NoteKey;
import io.carekeep.audit.tiles.CopiedTiles;
import io.carekeep.audit.tiles.TileFolder;
import io.carekeep.audit.tiles.TilesUnusable;
import io.carekeep.audit.witness.Witness;
import io.carekeep.audit.witness.WitnessKey;
import io.carekeep.server.logs.Logs;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Cosigns the checkpoints of a log that grows elsewhere.
@Command(
        name = "witness",
        mixinStandardHelpOptions = true,
        description = {
            "Signs the checkpoints of an audit log as long as each holds all that the one before it held.",
            "Run it with another account, best on another machine. It needs no home and no database.",
            "It ends with 1 and says why when the log has shrunk or was rewritten."
        })
final class WitnessCommand implements Callable<Integer> {

    private static final Pattern EVERY = Pattern.compile("([1-9]\\d{0,5})([smh])");

    @Option(
            names = "--tiles",
            required = true,
            paramLabel = "DIR",
            description = "the folder of the server's audit.tiles")
    private Path tiles;

    @Option(
            names = "--state",
            required = true,
            paramLabel = "FILE",
            description = "keeps the last checkpoint, cosigned: give it to those who verify")
    private Path state;

    @Option(
            names = "--key",
            required = true,
            paramLabel = "FILE",
            description = "the witness's private key; made when it is missing")
    private Path key;

    @Option(names = "--log-key", required = true, paramLabel = "KEY", description = "what carekeep audit key prints")
    private String logKey;

    @Option(names = "--every", paramLabel = "TIME", description = "look again and again, such as every 10s, 5m or 1h")
    private @Nullable String every;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Logs.quiet();
        var pause = every == null ? null : pause(every);
        var signer = WitnessKey.of(key, new SecureRandom());
        var source = new CopiedTiles(new TileFolder(tiles));
        var log = NoteKey.parse(logKey, NoteKey.Kind.LOG);
        var witness = new Witness(source, log, signer, state, Clock.systemUTC());
        say("witness " + signer.key().text());
        if (pause == null) {
            say("cosigned " + witness.look().inWords());
            return 0;
        }
        watch(witness, pause);
        return 0;
    }

    private Duration pause(String text) {
        var parts = EVERY.matcher(text);
        if (!parts.matches()) {
            throw new ParameterException(spec.commandLine(), "--every takes a number and s, m or h, such as 10s");
        }
        long number = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
    }

    // A folder that does not answer may do so later; a log that is not what it was ends the command.
    private void watch(Witness witness, Duration pause) throws InterruptedException {
        var said = "";
        while (!Thread.currentThread().isInterrupted()) {
            var now = look(witness);
            if (!now.equals(said)) {
                say(now);
            }
            said = now;
            Thread.sleep(pause);
        }
    }

    private static String look(Witness witness) {
        try {
            return "cosigned " + witness.look().inWords();
        } catch (TilesUnusable unusable) {
            return "waiting: " + unusable.getMessage();
        }
    }

    private void say(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }
}
