package io.carekeep.store.write;

import io.carekeep.access.Permit;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceKey;
import io.carekeep.fhir.search.QueryText;
import io.carekeep.fhir.search.SearchParser;
import io.carekeep.store.ReadResult;
import io.carekeep.store.find.ResourceSearch;
import io.carekeep.store.find.ResourceStore;

/// The reads and searches inside a transaction; they see what it wrote.
final class TransactionReads {

    private final ResourceStore store;
    private final ResourceSearch search;
    private final SearchParser parser;

    TransactionReads(ResourceStore store, ResourceSearch search, SearchParser parser) {
        this.store = store;
        this.search = search;
        this.parser = parser;
    }

    EntryResult result(Permit whole, Entry entry) {
        var permit = whole.part(Transaction.looking(entry, entry.type()));
        var query = entry.query();
        if (entry.path().indexOf('/') < 0) {
            var parameters = QueryText.ofText(query == null ? "" : query);
            var asked = parser.parse(entry.type(), parameters, SearchParser.Handling.LENIENT);
            var url = query == null ? entry.path() : entry.path() + "?" + query;
            return new EntryResult.Searched(url, search.search(permit, asked, null));
        }
        return switch (read(permit, entry)) {
            case ReadResult.Found found -> new EntryResult.Read(found);
            case ReadResult.Deleted(var version) ->
                throw new Refused(new Problem.Deleted(entry.type().name(), version));
            case ReadResult.Absent() ->
                throw new Refused(new Problem.Missing(entry.type().name()));
        };
    }

    private ReadResult read(Permit permit, Entry entry) {
        var words = entry.path().split("/", 5);
        if (words.length == 2) {
            return store.read(permit, entry.key());
        }
        if (words.length == 4
                && words[2].equals("_history")
                && ResourceKey.isId(words[1])
                && words[3].matches("\\d{1,9}")) {
            return store.vread(permit, new ResourceKey(entry.type(), words[1]), Integer.parseInt(words[3]));
        }
        throw entry.refused("request.url", "[type]/[id], [type]/[id]/_history/[version] or [type]?[search]");
    }
}
