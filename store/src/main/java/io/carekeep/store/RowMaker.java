package io.carekeep.store;

import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.json.Edits;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.search.Extractor;
import io.carekeep.vault.HomeKey;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Makes sealed rows of records: extracts what they are found by, completes the body, seals it. One for a request; not
/// for several threads.
public final class RowMaker {

    private final Extractor extractor;
    private final Seals seals;
    private final IndexWriter index;
    private final Tokenizer tokens;
    private final int step;
    private final long at;
    private byte[] buffer = new byte[16 * 1024];
    private int end;

    /// @param step of the index by which it works
    RowMaker(Extractor extractor, Seals seals, Tokenizer tokens, IndexWriter.Targets targets, int step, long at) {
        this.extractor = extractor;
        this.seals = seals;
        this.tokens = tokens;
        this.index = new IndexWriter(tokens, targets);
        this.step = step;
        this.at = at;
    }

    /// A row whose body is still to be sealed.
    /// @param unsealed its columns, its body empty
    public record Unsealed(Row unsealed) {

        public long home() {
            return unsealed.home();
        }
    }

    private static final byte[] NOTHING = {};

    /// Extracts what a record is found by and decides its home.
    /// @param patient the home's patient when the record names none, or [HomeRule#NONE]
    public Unsealed index(Json doc, int node, ResourceType type, long number, int version, long patient) {
        index.start(type.ordinal());
        extractor.extract(doc, node, type, index);
        long home = HomeRule.home(type, number, index, patient);
        index.compartments(type, home);
        var change = version == 1 ? Change.CREATED : Change.UPDATED;
        return new Unsealed(
                new Row(home, number, at, index.present(), version, change, index.index(), index.ranges(), NOTHING));
    }

    /// What is stored in place of a literal reference to a resource whose id was made here, as JSON.
    /// @param home of the row that refers to it
    public static byte[] reference(long number, long home) {
        return Body.reference(number, home);
    }

    /// The same version with what it is found by now; empty when that is what it has.
    /// @param doc the record in the row
    public Optional<Row> again(Json doc, SealedRow before) {
        var row = before.row();
        var type = Numbering.type(row.number());
        index.start(type.ordinal());
        extractor.extract(doc, 0, type, index);
        index.compartments(type, row.home());
        index.keep(row.index());
        var values = index.index();
        var ranges = index.ranges();
        boolean same =
                index.present() == row.present() && ranges.equals(row.ranges()) && Arrays.equals(values, row.index());
        return same ? Optional.empty() : Optional.of(seals.again(before, index.present(), values, ranges));
    }

    /// Seals the record as it is stored: with its edits.
    public Row seal(Unsealed row, HomeKey key, Json doc, int node, String id, Edits edits) {
        int most = Body.most(edits);
        if (buffer.length < most) {
            buffer = new byte[most];
        }
        var chosen = seals.chosen(row.unsealed().number(), id);
        end = Body.write(edits, doc, node, chosen, buffer);
        return seals.seal(key, row.unsealed(), buffer, 0, end);
    }

    /// The resource that was sealed last, whole.
    public byte[] whole(Row row, String id) {
        return seals.whole(row, id, buffer, end);
    }

    /// The row that says a resource is gone.
    public Row deleted(SealedRow before, HomeKey key, String id) {
        var row = before.row();
        var body = Body.deleted(seals.chosen(row.number(), id));
        var unsealed =
                new Row(row.home(), row.number(), at, 0, row.version() + 1, Change.DELETED, new long[0], "{}", NOTHING);
        return seals.seal(key, unsealed, body, 0, body.length);
    }

    /// The token of a label that a consent names.
    long label(String coding) {
        return tokens.value(Provisions.CONSENT.ordinal(), Provisions.LABEL, coding);
    }

    /// The tokens of the codings that occurred and that the vocabulary was not known to have.
    public List<Long> codings() {
        return tokens.fresh();
    }

    /// Writes down the codings that occurred for the first time.
    public void saveVocabulary() {
        tokens.save();
    }

    /// The step of the index by which it works.
    public int step() {
        return step;
    }

    /// The time of this request, in milliseconds since the epoch.
    public long at() {
        return at;
    }
}
