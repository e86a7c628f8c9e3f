package io.carekeep.store;

import io.carekeep.base.EventLog;
import io.carekeep.base.HandlesPhi;
import io.carekeep.base.LogField;
import io.carekeep.base.Phi;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.vault.Altered;
import io.carekeep.vault.HomeKey;
import io.carekeep.vault.KeysUnusable;
import io.carekeep.vault.Vault;
import java.time.Instant;

/// Seals and opens the bodies of rows.
public final class Seals {

    private enum Event {
        ALTERED_ROW
    }

    private static final EventLog LOG = new EventLog(Seals.class);
    private static final byte[] NOTHING = {};
    // What is opened is in memory as it was stored, whole and as a part of an answer.
    private static final long COPIES = 4;

    private final Vault vault;
    private final Homes homes;
    private final Room room;

    Seals(Vault vault, Homes homes, Room room) {
        this.vault = vault;
        this.homes = homes;
        this.room = room;
    }

    /// A body, sealed together with the columns of its row.
    /// @param plain holds the body between two places
    Row seal(HomeKey key, Row unsealed, byte[] plain, int from, int to) {
        var body = vault.sealer().seal(key, plain, from, to, unsealed.associated());
        return new Row(
                unsealed.home(),
                unsealed.number(),
                unsealed.at(),
                unsealed.present(),
                unsealed.version(),
                unsealed.change(),
                unsealed.index(),
                unsealed.ranges(),
                body);
    }

    /// The same version with other columns to be found by: its body sealed anew.
    Row again(SealedRow before, long present, long[] index, String ranges) {
        var row = before.row();
        var stored = stored(before);
        var unsealed = new Row(
                row.home(), row.number(), row.at(), present, row.version(), row.change(), index, ranges, NOTHING);
        return seal(key(before), unsealed, stored, 0, stored.length);
    }

    /// The id of a row's resource, as far as it need not be stored: empty unless a client chose it.
    String chosen(long number, String id) {
        return vault.ids().id(number).equals(id) ? "" : id;
    }

    /// Opens a row.
    /// @throws Refused when anything of it was altered, or its home's key is gone
    @HandlesPhi(why = "opens the body of a permitted row")
    Version open(SealedRow sealed) {
        var row = sealed.row();
        var stored = stored(sealed);
        var chosen = Body.chosenId(stored);
        var id = chosen.isEmpty() ? vault.ids().id(row.number()) : chosen;
        return new Version(
                Numbering.type(row.number()),
                id,
                row.number(),
                row.version(),
                Instant.ofEpochMilli(row.at()),
                row.change(),
                Phi.of(row.change() == Change.DELETED ? NOTHING : whole(row, id, stored, stored.length)));
    }

    byte[] whole(Row row, String id, byte[] stored, int length) {
        return Body.whole(row, id, stored, length, vault.ids()::id);
    }

    private byte[] stored(SealedRow sealed) {
        var row = sealed.row();
        try {
            return vault.sealer().open(key(sealed), row.body(), row.associated(), length -> room.hold(COPIES * length));
        } catch (Altered | KeysUnusable failure) {
            LOG.error(
                    Event.ALTERED_ROW,
                    new LogField.Surrogate("number", row.number()),
                    new LogField.Count("version", row.version()),
                    new LogField.Failure(failure));
            throw new Refused(new Problem.Damaged(row.number(), row.version()));
        }
    }

    private HomeKey key(SealedRow sealed) {
        if (sealed.row().home() == Numbering.SHARED) {
            return vault.shared();
        }
        return homes.open(sealed.row().home(), sealed.epoch(), sealed.wrapped());
    }
}
