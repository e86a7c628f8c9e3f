package io.carekeep.store.find;

import io.carekeep.access.Permit;
import io.carekeep.base.database.Database;
import io.carekeep.fhir.json.JsonParser;
import io.carekeep.fhir.search.SortTexts;
import io.carekeep.store.Store;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.springframework.jdbc.core.JdbcTemplate;

/// Makes the parts that find resources, which share how they look things up.
/// @param store reads by id and history
/// @param search searches
/// @param check says of one record whether it is like something
/// @param censuses count records
public record Finding(
        ResourceStore store, ResourceSearch search, RecordCheck check, Function<Permit, Census> censuses) {

    /// @param emergencies the numbers of those that are open to an account
    public static Finding over(Store store, Database database, JsonParser parser, LongFunction<long[]> emergencies) {
        var vault = store.vault();
        var sql = new JdbcTemplate(database.app());
        var statements = new Statements(sql, store.reader());
        var matches = new Matches(statements, store.reader(), parser);
        var lookup = new Lookup(store.indexing(), store.names(), store.vocabulary(), emergencies, store.clock());
        var removals = new Removals(sql);
        var showing = new Showing(matches, lookup, store.reader(), store.extractor());
        var histories = new Histories(statements, lookup, store.names(), vault.pages(), showing);
        return new Finding(
                new ResourceStore(matches, statements, lookup, store.names(), removals, showing, histories),
                new ResourceSearch(matches, lookup, vault.pages(), new SortTexts(store.zone()), removals, showing),
                new RecordCheck(matches, lookup, statements),
                permit -> new Census(permit, matches, statements, lookup));
    }
}
