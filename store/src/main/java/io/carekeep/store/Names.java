package io.carekeep.store;

import io.carekeep.base.Check;
import io.carekeep.fhir.ResourceKey;
import io.carekeep.vault.Vault;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Which number an id stands for. An id that was made here says it itself, encrypted; one that a client chose is
/// looked up by its keyed hash.
///
/// While two keys are in force an id is known by either, and never by both. Who gives it a number then holds a lock
/// that stands for the id itself, so that two who write with different keys don't give it two.
public final class Names {

    private static final int STRIPES = 1 << 16;
    private static final int ADDS_MAX = 5;

    private static final String FIND = """
            select token, number
              from store.name
             where token = any(:tokens)
            """;
    private static final String ADD = """
            insert into store.name (token, number)
            select token, number
              from unnest(:tokens::uuid[], :numbers::bigint[]) as added (token, number)
             where (select step from store.indexing) = :step
             order by token
                on conflict (token) do nothing
            """;
    private static final String ADD_ROTATING = """
            select store.add_names(:tokens::uuid[], :others::uuid[], :numbers::bigint[], :stripes::integer[], :step)
            """;
    private static final String CARRY = """
            select store.carry_names(:olds::uuid[], :news::uuid[], :stripes::integer[])
            """;

    private final JdbcClient sql;
    private final Vault vault;
    private final Numbers numbers;
    private final Indexing indexing;

    /// @param sql outside of any request's transaction
    Names(JdbcClient sql, Vault vault, Numbers numbers, Indexing indexing) {
        this.sql = sql;
        this.vault = vault;
        this.numbers = numbers;
        this.indexing = indexing;
    }

    /// The id of a new resource with this number.
    public String id(long number) {
        return vault.ids().id(number);
    }

    /// What stands for an id in locks: the same whichever key is in force.
    public static int hash(ResourceKey key) {
        return (key.type().name() + '/' + key.id()).hashCode();
    }

    /// The number of an id that was made here; empty when a client chose it.
    public OptionalLong own(ResourceKey key) {
        var number = vault.ids().number(key.id());
        return number.isPresent() && Numbering.isOf(number.getAsLong(), key.type()) ? number : OptionalLong.empty();
    }

    /// The number of an id, if it ever occurred.
    public OptionalLong find(ResourceKey key) {
        var found = known(List.of(key)).get(key);
        return found == null ? OptionalLong.empty() : OptionalLong.of(found);
    }

    /// The number of an id; of one that never occurred a number that no resource has. Who asks for that goes the same
    /// way
    /// as for a record that they don't see, and takes as long.
    public long numberOrNobodys(ResourceKey key) {
        return find(key).orElse(Numbering.first(key.type()));
    }

    /// The numbers of those of these ids that ever occurred.
    public Map<ResourceKey, Long> known(Collection<ResourceKey> keys) {
        var found = new HashMap<ResourceKey, Long>();
        var chosen = new HashSet<ResourceKey>();
        for (var key : keys) {
            own(key).ifPresentOrElse(number -> found.put(key, number), () -> chosen.add(key));
        }
        if (!chosen.isEmpty()) {
            found.putAll(indexing.steady(() -> find(chosen)));
        }
        return found;
    }

    private Map<ResourceKey, Long> find(Set<ResourceKey> chosen) {
        var asked = new HashMap<UUID, ResourceKey>();
        for (var tokens : indexing.now().all()) {
            chosen.forEach(key -> asked.put(tokens.id(key), key));
        }
        var found = new HashMap<ResourceKey, Long>();
        sql.sql(FIND).param("tokens", asked.keySet().toArray(UUID[]::new)).query((RowCallbackHandler) row -> found.put(
                Objects.requireNonNull(asked.get(row.getObject("token", UUID.class))), row.getLong("number")));
        return found;
    }

    /// The number of an id; one that occurs for the first time gets one.
    public long number(ResourceKey key) {
        return Objects.requireNonNull(numbers(List.of(key)).get(key));
    }

    /// The numbers of these ids; an id that occurs for the first time gets one.
    public Map<ResourceKey, Long> numbers(Collection<ResourceKey> keys) {
        carry(keys);
        var found = known(keys);
        for (int adds = 0; !found.keySet().containsAll(keys); adds++) {
            Check.that(adds < ADDS_MAX, "a name that is added is found");
            var missing = new HashSet<>(keys);
            missing.removeAll(found.keySet());
            add(List.copyOf(missing));
            found.putAll(known(missing));
            if (!found.keySet().containsAll(keys)) {
                indexing.refresh();
            }
        }
        return found;
    }

    private void add(List<ResourceKey> keys) {
        var state = indexing.now();
        var fresh = keys.stream().map(key -> numbers.next(key.type())).toArray(Long[]::new);
        if (!state.rotating()) {
            sql.sql(ADD)
                    .param("tokens", tokens(state.writing(), keys))
                    .param("numbers", fresh)
                    .param("step", state.step())
                    .update();
            return;
        }
        sql.sql(ADD_ROTATING)
                .param("tokens", tokens(state.writing(), keys))
                .param("others", tokens(state.other(), keys))
                .param("numbers", fresh)
                .param("stripes", stripes(keys))
                .param("step", state.step())
                .query((row, _) -> true)
                .list();
    }

    /// Puts the token that is written with in the place of the older one, for those of these ids that still have that.
    public void carry(Collection<ResourceKey> keys) {
        var state = indexing.now();
        if (!state.leaving()) {
            return;
        }
        var chosen = new ArrayList<>(new HashSet<>(keys));
        chosen.removeIf(key -> own(key).isPresent());
        if (!chosen.isEmpty()) {
            sql.sql(CARRY)
                    .param("olds", tokens(state.other(), chosen))
                    .param("news", tokens(state.writing(), chosen))
                    .param("stripes", stripes(chosen))
                    .query((row, _) -> true)
                    .list();
        }
    }

    private static UUID[] tokens(TokenCache with, List<ResourceKey> keys) {
        return keys.stream().map(with::id).toArray(UUID[]::new);
    }

    private static Integer[] stripes(List<ResourceKey> keys) {
        return keys.stream().map(key -> Math.floorMod(hash(key), STRIPES)).toArray(Integer[]::new);
    }
}
