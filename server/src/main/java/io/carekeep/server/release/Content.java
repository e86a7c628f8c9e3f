package io.carekeep.server.release;

import io.carekeep.access.LogKept;
import io.carekeep.access.Purpose;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.search.Parameter;
import io.carekeep.fhir.search.Query;
import io.carekeep.fhir.search.QueryText;
import io.carekeep.fhir.search.SearchParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// What is released: which records, to whom, for what.
/// @param recipient a name that approvers and patients read
/// @param certificate as PEM has it
/// @param more by how many percent more may be given than was approved
/// @param searches such as `Condition?code=E11`; what each finds is given, a line a record
record Content(String recipient, Purpose purpose, String certificate, int more, List<String> searches) {

    private static final int NAME_MOST = 200;
    private static final int SEARCHES_MOST = 50;
    private static final int MORE_MOST = 100;
    private static final char SEPARATOR = '\0';

    Content {
        searches = List.copyOf(searches);
        if (recipient.isBlank()
                || recipient.length() > NAME_MOST
                || recipient.chars().anyMatch(letter -> letter < ' ' || letter == ':')) {
            throw new Refused(new Problem.Invalid(
                    "recipient", "a name of at most " + NAME_MOST + " characters, in one line, without a colon"));
        }
        if (more < 0 || more > MORE_MOST) {
            throw new Refused(new Problem.Invalid("more", "0 to " + MORE_MOST + " percent"));
        }
        boolean odd = searches.stream().anyMatch(each -> each.chars().anyMatch(letter -> letter < ' '));
        if (searches.isEmpty() || searches.size() > SEARCHES_MOST || odd) {
            throw new Refused(
                    new Problem.Invalid("searches", "1 to " + SEARCHES_MOST + ", such as Condition?code=E11"));
        }
    }

    /// The searches, understood.
    /// @throws Refused naming the one that can't be served
    List<Query> queries(SearchParser parser) {
        var queries = new ArrayList<Query>();
        for (var search : searches) {
            var words = search.split("\\?", 2);
            var type = ResourceType.of(words[0])
                    .filter(each -> !LogKept.isOf(each))
                    .orElseThrow(() -> new Refused(
                            new Problem.Invalid("searches", "each begins with a type of FHIR, and not AuditEvent")));
            var parameters = new ArrayList<>(words.length < 2 ? List.of() : QueryText.ofText(words[1]));
            parameters.add(new Parameter("_count", String.valueOf(SearchParser.COUNT_MAX)));
            var query = parser.parse(type, parameters, SearchParser.Handling.STRICT);
            if (!query.includes().isEmpty() || query.summary() == Query.Summary.COUNT) {
                throw new Refused(new Problem.Invalid(
                        "searches", "no _include, _revinclude and _summary=count: a search for each type"));
            }
            queries.add(query);
        }
        return queries;
    }

    /// The words of its entries in the audit log.
    String words(long release, String search) {
        return "release " + release + " to " + recipient + ": " + search;
    }

    byte[] bytes() {
        var text = new StringBuilder(recipient)
                .append(SEPARATOR)
                .append(purpose.code())
                .append(' ')
                .append(more)
                .append(SEPARATOR)
                .append(certificate);
        searches.forEach(each -> text.append(SEPARATOR).append(each));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    static Content of(byte[] bytes) {
        var parts = new String(bytes, StandardCharsets.UTF_8).split(String.valueOf(SEPARATOR), -1);
        // Those of before approvals were counted have a purpose alone.
        var words = parts[1].split(" ", 2);
        return new Content(
                parts[0],
                new Purpose(words[0]),
                parts[2],
                words.length < 2 ? 0 : Integer.parseInt(words[1]),
                Arrays.asList(parts).subList(3, parts.length));
    }

    @Override
    public String toString() {
        return "[release]";
    }
}
