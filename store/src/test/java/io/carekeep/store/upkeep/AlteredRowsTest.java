package io.carekeep.store.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.access.Action;
import io.carekeep.access.Interaction;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.store.ReadResult;
import io.carekeep.store.TestStore;
import io.carekeep.store.find.SearchPage;
import io.carekeep.testkit.People;
import io.carekeep.testkit.Safeguard;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whoever changes a row below the server gets an error, never wrong data.
@Safeguard({"164.312(c)(1)", "164.312(c)(2)"})
final class AlteredRowsTest {

    private static TestStore store;

    private String id = "";
    private long number;

    @BeforeAll
    static void open() {
        store = new TestStore();
    }

    @AfterAll
    static void close() {
        store.close();
    }

    @BeforeEach
    void write() {
        var patient = store.create(People.amina());
        var weight = store.create(People.weight("Patient/" + patient.id(), "71.5", "2024-05-01T09:00:00Z"));
        id = weight.id();
        number = weight.number();
    }

    private void alter(String change) {
        int done = store.database
                .database()
                .sql()
                .sql(change + " where number = :number")
                .param("number", number)
                .update();
        assertThat(done).isEqualTo(1);
    }

    private void isDamaged() {
        assertThatThrownBy(() -> store.read("Observation/" + id))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.problem()).isInstanceOf(Problem.Damaged.class));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "home = (select min(number) from store.current)",
                "home = 0",
                "home = home + 1",
                "at = at + 1",
                "present = present # 1",
                "version = version + 1",
                "state = 2",
                "state = 3",
                "state = 9",
                "index = index || 7::bigint",
                "index = index || null::bigint",
                "index = index[2:]",
                "index = '{}'",
                "index = array[index, index]",
                "ranges = '{}'",
                "ranges = ranges + '{[5,6)}'::int8multirange",
                "body = set_bit(body, 0, 1 - get_bit(body, 0))",
                "body = set_bit(body, 9, 1 - get_bit(body, 9))",
                "body = set_bit(body, 40, 1 - get_bit(body, 40))",
                "body = set_bit(body, 200, 1 - get_bit(body, 200))",
                "body = set_bit(body, 8 * length(body) - 1, 1 - get_bit(body, 8 * length(body) - 1))",
                "body = substring(body for 20)",
                "body = ''"
            })
    void an_altered_column_fails_at_read(String change) {
        alter("update store.current set " + change);
        isDamaged();
    }

    @Test
    void a_body_of_another_row_fails_at_read() {
        var other = store.create(People.bruno());
        alter("update store.current set body = (select body from store.current where number = " + other.number() + ")");
        isDamaged();
    }

    @Test
    void two_bodies_of_one_home_can_not_be_swapped() {
        store.put("Observation/twin-" + id, twin("1"));
        store.put("Observation/twin2-" + id, twin("2"));
        long one = number("Observation/twin-" + id);
        long two = number("Observation/twin2-" + id);
        store.database
                .database()
                .sql()
                .sql("update store.current c set body = o.body from store.current o"
                        + " where c.number = any(array[:one, :two]) and o.number = :one + :two - c.number")
                .param("one", one)
                .param("two", two)
                .update();
        for (var address : new String[] {"Observation/twin-" + id, "Observation/twin2-" + id}) {
            assertThatThrownBy(() -> store.read(address)).isInstanceOf(Refused.class);
        }
    }

    private String twin(String which) {
        return "{\"resourceType\":\"Observation\",\"id\":\"twin%s-%s\",\"status\":\"final\",\"code\":{\"text\":\"a\"},\"subject\":{\"reference\":\"Patient/twins\"}}"
                .formatted(which.equals("1") ? "" : which, id);
    }

    private static long number(String address) {
        return store.store.names().find(TestStore.key(address)).orElseThrow();
    }

    @Test
    void an_altered_index_is_found_by_the_search_that_it_leads_to() {
        alter("update store.current set ranges = '{[0,9223372036854775000)}', index = index || 3::bigint");
        assertThatThrownBy(() -> store.search("Observation?value-quantity=gt0")).isInstanceOf(Refused.class);
    }

    @Test
    void a_version_that_was_taken_away_is_missed_at_vread() {
        var text = People.bruno().replace("{\"res", "{\"id\":\"taken-" + id + "\",\"res");
        var address = "Patient/taken-" + id;
        for (int version = 1; version <= 3; version++) {
            store.put(address, text);
        }
        number = number(address);
        assertThat(vread(address, 3)).isInstanceOf(ReadResult.Found.class);
        assertThat(vread(address, 2)).isInstanceOf(ReadResult.Found.class);
        assertThat(vread(address, 4)).isEqualTo(new ReadResult.Absent());
        assertThat(everything(address).matches()).hasSize(1);
        assertThat(store.search("Patient?_id=taken-" + id).matches()).hasSize(1);
        delete("store.current");
        putBack();
        // Version 2 is the current one again, whole and sealed; only the log knows better.
        assertThat(store.read(address)).isInstanceOf(ReadResult.Found.class);
        assertThatThrownBy(() -> vread(address, 3)).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> everything(address)).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> store.search("Patient?_id=taken-" + id)).isInstanceOf(Refused.class);
        store.database
                .database()
                .sql()
                .sql("delete from store.version where number = :number")
                .param("number", number)
                .update();
        assertThatThrownBy(() -> vread(address, 1)).isInstanceOf(Refused.class);
    }

    @Test
    void a_resource_whose_current_row_was_taken_away_is_missed_at_read() {
        var text = People.bruno().replace("{\"res", "{\"id\":\"gone-" + id + "\",\"res");
        var address = "Patient/gone-" + id;
        store.put(address, text);
        store.put(address, text);
        number = number(address);
        delete("store.current");
        assertThatThrownBy(() -> store.read(address)).isInstanceOf(Refused.class);
    }

    private void delete(String table) {
        store.database
                .database()
                .sql()
                .sql("delete from " + table + " where number = :number")
                .param("number", number)
                .update();
    }

    private void putBack() {
        store.database
                .database()
                .sql()
                .sql("with back as (delete from store.version where number = :number and version = 2 returning *)"
                        + " insert into store.current select * from back")
                .param("number", number)
                .update();
    }

    private static SearchPage everything(String address) {
        var key = TestStore.key(address);
        return store.gate.pass(
                store.operator,
                new Action(Interaction.EVERYTHING, key.type()),
                permit -> store.finding.search().everything(permit, key, List.of(), Long.MIN_VALUE, 100, null));
    }

    private static ReadResult vread(String address, int version) {
        var key = TestStore.key(address);
        return store.gate.pass(
                store.operator,
                Action.vread(key.type()),
                permit -> store.finding.store().vread(permit, key, version));
    }
}
