package io.carekeep.server.audit;

import io.carekeep.audit.note.NoteKey;
import io.carekeep.audit.note.NoteSigner;
import io.carekeep.audit.note.NoteUnusable;
import io.carekeep.audit.proof.LogProof;
import io.carekeep.audit.tiles.DatabaseTiles;
import io.carekeep.audit.tiles.TilesUnusable;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.base.database.Database;
import io.carekeep.vault.Vault;
import java.util.Objects;

/// Answers what the `audit` commands ask of a home's log, whether or not a server runs.
public final class LogQuestions {

    private final Database database;
    private final NoteKey key;

    public LogQuestions(Database database, Vault vault) {
        this.database = database;
        this.key = NoteSigner.log(vault.auditSigner()).key();
    }

    /// The question for the log's key.
    public static String key() {
        return "key";
    }

    /// The question whether the log is as it was written.
    public static String verify(Verification verification) {
        return "verify\n" + verification.text();
    }

    /// @param asked one of the questions above
    /// @return one line
    public String answer(String asked) {
        var words = asked.split("\n", 2);
        try {
            return switch (words[0]) {
                case "key" -> key.text() + "\n";
                case "verify" -> verified(Verification.parse(words[words.length - 1]));
                default ->
                    throw new Refused(
                            new Problem.Invalid("audit", "this server knows verify, key, who, disclosures and scope"));
            };
        } catch (NoteUnusable | TilesUnusable unusable) {
            throw new Refused(new Problem.Invalid("audit", Objects.requireNonNull(unusable.getMessage())));
        }
    }

    // A transaction lets large entries come a few at a time; it sees each tile as it is when it comes to it.
    private String verified(Verification verification) {
        var tiles = new DatabaseTiles(database.sql());
        var verdict = database.transactions().execute(_ -> LogProof.of(tiles, verification.held(key)));
        return Objects.requireNonNull(verdict).inWords() + "\n";
    }
}
