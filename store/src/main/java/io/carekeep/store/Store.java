package io.carekeep.store;

import io.carekeep.base.database.Database;
import io.carekeep.fhir.search.Extractor;
import io.carekeep.fhir.search.SearchParameters;
import io.carekeep.vault.Vault;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import org.springframework.jdbc.core.JdbcTemplate;

/// The parts of the store that reading and writing share.
public final class Store {

    private final ZoneId zone;
    private final Vault vault;
    private final Clock clock;
    private final Indexing indexing;
    private final Vocabulary vocabulary;
    private final Vocabulary unknowing;
    private final Names names;
    private final Numbers numbers;
    private final Homes homes;
    private final Room room = new Room();
    private final Seals seals;
    private final RowReader reader;
    private final Rows rows;
    private final Surrogates surrogates;
    private final Locks locks;
    private final Care care;
    private final Consents consents;
    private final Extractor extractor;

    /// @param zone of dates that name no offset
    public Store(Database database, Vault vault, ZoneId zone, Clock clock) {
        this(database, vault, zone, clock, Indexing.HEARD);
    }

    /// @param age how old what this process knows of changes of the index may be
    Store(Database database, Vault vault, ZoneId zone, Clock clock, Duration age) {
        this.zone = zone;
        this.vault = vault;
        this.clock = clock;
        var outside = database.outside();
        this.indexing = new Indexing(database.sql(), outside, vault, extraction(zone), age);
        this.vocabulary = new Vocabulary(outside, vault, indexing);
        this.unknowing = new Vocabulary(outside, vault, indexing);
        this.numbers = new Numbers(outside);
        this.names = new Names(outside, vault, numbers, indexing);
        this.homes = new Homes(database.sql(), outside, vault);
        this.seals = new Seals(vault, homes, room);
        var sql = new JdbcTemplate(database.app());
        this.reader = new RowReader(sql, seals, room);
        this.rows = new Rows(sql, reader);
        this.surrogates = new Surrogates(sql, names, reader);
        this.locks = new Locks(database.sql());
        this.care = new Care(sql, zone);
        this.consents = new Consents(sql, zone);
        this.extractor = new Extractor(SearchParameters.r4(), zone);
    }

    // What rows and relationships are made of a record by.
    private static String extraction(ZoneId zone) {
        return Extractor.VERSION + "." + Care.VERSION + "." + Consents.VERSION + " " + zone;
    }

    /// The zone of dates that name no offset.
    public ZoneId zone() {
        return zone;
    }

    public Vault vault() {
        return vault;
    }

    /// How the index is made and read at present.
    public Indexing indexing() {
        return indexing;
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

    /// Where large bodies find room in memory.
    public Room room() {
        return room;
    }

    public RowReader reader() {
        return reader;
    }

    public Rows rows() {
        return rows;
    }

    /// What numbers stand for.
    public Surrogates surrogates() {
        return surrogates;
    }

    /// What finds out of a record what it is searched by.
    public Extractor extractor() {
        return extractor;
    }

    public Clock clock() {
        return clock;
    }

    /// Who is bound to which patient.
    public Care care() {
        return care;
    }

    /// What consents close and open.
    public Consents consents() {
        return consents;
    }

    /// What makes rows again to compare them: it knows no coding, so it names all that occur.
    public RowMaker checkingMaker(IndexWriter.Targets targets) {
        return rowMaker(targets, indexing.now(), unknowing);
    }

    /// What makes the rows of one request.
    /// @throws io.carekeep.base.Refused when this process extracts otherwise than one that was started later
    public RowMaker rowMaker(IndexWriter.Targets targets) {
        return rowMaker(targets, indexing.writing(), vocabulary);
    }

    private RowMaker rowMaker(IndexWriter.Targets targets, Indexing.State state, Vocabulary knowing) {
        var tokens = new Tokenizer(state.writing(), knowing);
        return new RowMaker(extractor, seals, tokens, targets, state.step(), clock.millis());
    }

    /// What makes the rows of a request whose transaction saw another step of the index.
    public RowMaker rowMakerNow(IndexWriter.Targets targets) {
        indexing.refresh();
        return rowMaker(targets);
    }
}
