package io.carekeep.server.audit;

import io.carekeep.audit.Entry;
import io.carekeep.audit.note.NoteKey;
import io.carekeep.audit.note.NoteSigner;
import io.carekeep.audit.note.NoteUnusable;
import io.carekeep.audit.note.SignedNote;
import io.carekeep.audit.tiles.DatabaseTiles;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Writes what a [BreachScope] found as a note that the log signs, so that a report proves where it comes from:
/// https://c2sp.org/signed-note. Columns stand apart by tabs.
public final class ScopeReport {

    /// The first line of every report.
    private static final String HEAD = "carekeep/breach-scope v1";

    private static final int TEXT_MAX = 256 * 1024 * 1024;

    private final NoteSigner signer;
    private final DatabaseTiles tiles;
    private final Clock clock;

    ScopeReport(NoteSigner signer, DatabaseTiles tiles, Clock clock) {
        this.signer = signer;
        this.tiles = tiles;
        this.clock = clock;
    }

    String signed(BreachScope.Found found) {
        return signer.signed(text(found)).text();
    }

    private String text(BreachScope.Found found) {
        var span = found.question().span();
        var text = new StringBuilder();
        line(text, HEAD);
        line(text, "asked for", found.question().words());
        line(text, "from", span.from() == 0 ? "the first entry" : instant(span.from()));
        line(text, "until", span.until() == Long.MAX_VALUE ? "the last entry" : instant(span.until()));
        line(text, "read", found.question().all() ? "every entry of these times" : "the entries that the index names");
        line(text, "made", clock.instant().toString());
        line(text, "log", log());
        line(text, "requests", requests(found.requests()));
        line(text, "entries that were altered", String.valueOf(found.altered()));
        line(text, "patients", String.valueOf(patients(found)));
        text.append('\n');
        line(text, "patient", "account", "first", "last", "requests", "records at most, by class");
        found.tallies().entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<BreachScope.Pair, Tally> each) ->
                                each.getKey().patient())
                        .thenComparingLong(each -> each.getKey().account()))
                .forEach(each -> line(text, each.getKey(), each.getValue(), found.known()));
        return text.toString();
    }

    private static String instant(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }

    private static long patients(BreachScope.Found found) {
        return found.tallies().keySet().stream()
                .mapToLong(BreachScope.Pair::patient)
                .distinct()
                .count();
    }

    private static String requests(Map<Entry.Outcome, Long> requests) {
        return requests.isEmpty()
                ? "none"
                : requests.entrySet().stream()
                        .map(each ->
                                each.getValue() + " " + each.getKey().name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", "));
    }

    // Up to where the log was numbered and signed; what is newer was read too.
    private String log() {
        var lines = tiles.checkpoint().orElse("").split("\n");
        return lines.length < 3 ? "no checkpoint yet" : "size=" + lines[1] + " root=" + lines[2];
    }

    private static void line(StringBuilder text, BreachScope.Pair pair, Tally tally, Known known) {
        line(
                text,
                known.address(pair.patient()),
                known.account(pair.account()),
                tally.first().toString(),
                tally.last().toString(),
                String.valueOf(tally.requests()),
                tally.classes().entrySet().stream()
                        .map(each -> each.getKey() + " " + each.getValue())
                        .collect(Collectors.joining(", ")));
    }

    private static void line(StringBuilder text, String... columns) {
        text.append(String.join("\t", columns)).append('\n');
    }

    /// Whether a text is a report that the log with this key signed, unchanged.
    public static boolean isGenuine(String text, NoteKey key) {
        try {
            var note = SignedNote.parse(text, TEXT_MAX);
            return note.body().startsWith(HEAD + "\n") && note.isSignedBy(key);
        } catch (NoteUnusable _) {
            return false;
        }
    }
}
