package io.carekeep.store;

import io.carekeep.base.database.Database;
import io.carekeep.fhir.search.Extractor;
import io.carekeep.fhir.search.SearchParameters;
import io.carekeep.vault.Vault;
import java.time.Clock;
import java.time.ZoneId;
import org.springframework.jdbc.core.JdbcTemplate;

/// The parts of the store that reading and writing share.
public final class Store {

    private final ZoneId zone;
    private final Vault vault;
    private final Clock clock;
    private final TokenCache cache;
    private final Vocabulary vocabulary;
    private final Vocabulary unknowing;
    private final Names names;
    private final Numbers numbers;
    private final Homes homes;
    private final Seals seals;
    private final Rows rows;
    private final Locks locks;
    private final Extractor extractor;

    /// @param zone of dates that name no offset
    public Store(Database database, Vault vault, ZoneId zone, Clock clock) {
        this.zone = zone;
        this.vault = vault;
        this.clock = clock;
        this.cache = new TokenCache(vault.tokens());
        var outside = database.outside();
        this.vocabulary = new Vocabulary(outside, vault, cache);
        this.unknowing = new Vocabulary(outside, vault, cache);
        this.numbers = new Numbers(outside);
        this.names = new Names(outside, vault, numbers);
        this.homes = new Homes(database.sql(), outside, vault);
        this.seals = new Seals(vault, homes);
        this.rows = new Rows(new JdbcTemplate(database.app()), seals);
        this.locks = new Locks(database.sql());
        this.extractor = new Extractor(SearchParameters.r4(), zone);
    }

    /// The zone of dates that name no offset.
    public ZoneId zone() {
        return zone;
    }

    public Vault vault() {
        return vault;
    }

    public Vocabulary vocabulary() {
        return vocabulary;
    }

    public Names names() {
        return names;
    }

    public Numbers numbers() {
        return numbers;
    }

    public Locks locks() {
        return locks;
    }

    public Homes homes() {
        return homes;
    }

    public Rows rows() {
        return rows;
    }

    /// What makes rows again to compare them: it knows no coding, so it names all that occur.
    public RowMaker checkingMaker(IndexWriter.Targets targets) {
        return new RowMaker(extractor, seals, new Tokenizer(cache, unknowing), targets, clock.millis());
    }

    /// What makes the rows of one request.
    public RowMaker rowMaker(IndexWriter.Targets targets) {
        return new RowMaker(extractor, seals, new Tokenizer(cache, vocabulary), targets, clock.millis());
    }
}
