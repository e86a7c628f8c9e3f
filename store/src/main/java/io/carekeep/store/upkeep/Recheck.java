package io.carekeep.store.upkeep;

import io.carekeep.access.Trails;
import io.carekeep.base.database.Database;
import io.carekeep.fhir.json.JsonParser;
import io.carekeep.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/// Looks again, at once, at what a scrub found.
public final class Recheck {

    /// The number under which flaws of the vocabulary are told.
    public static final long VOCABULARY = 0;

    private final Store store;
    private final Database database;
    private final JsonParser parser;
    private final Trails trails;
    private final TransactionTemplate snapshot;

    public Recheck(Store store, Database database, JsonParser parser, Trails trails) {
        this.store = store;
        this.database = database;
        this.parser = parser;
        this.trails = trails;
        this.snapshot = database.transactions();
        snapshot.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    }

    /// What is wrong with the rows of one resource now. It reads the whole audit log.
    public List<Flaw> of(long number) {
        var vocabulary = new VocabularyCheck(store, database);
        if (number == VOCABULARY) {
            return vocabulary.altered();
        }
        return Objects.requireNonNull(snapshot.execute(_ -> {
            var check = new RowCheck(store, parser);
            var ledger = Ledger.read(trails, each -> each == number);
            var examination = new Examination(new RowScan(store, database), check, ledger);
            examination.of(number);
            var flaws = new ArrayList<>(examination.flaws());
            flaws.addAll(vocabulary.missing(check.takeCodings()));
            return flaws;
        }));
    }
}
