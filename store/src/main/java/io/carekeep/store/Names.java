package io.carekeep.store;

import io.carekeep.fhir.ResourceKey;
import io.carekeep.vault.Vault;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Which number an id stands for. An id that was made here says it itself, encrypted; one that a client chose is looked
/// up by its keyed hash.
public final class Names {

    private static final String FIND = """
            select token, number
              from store.name
             where token = any(:tokens)
            """;
    private static final String ADD = """
            insert into store.name (token, number)
            select token, number
              from unnest(:tokens::uuid[], :numbers::bigint[]) as added (token, number)
             order by token
                on conflict (token) do nothing
            """;

    private final JdbcClient sql;
    private final Vault vault;
    private final Numbers numbers;

    /// @param sql outside of any request's transaction
    Names(JdbcClient sql, Vault vault, Numbers numbers) {
        this.sql = sql;
        this.vault = vault;
        this.numbers = numbers;
    }

    /// The id of a new resource with this number.
    public String id(long number) {
        return vault.ids().id(number);
    }

    /// The number of an id that was made here; empty when a client chose it.
    public OptionalLong own(ResourceKey key) {
        var number = vault.ids().number(key.id());
        return number.isPresent() && Numbering.isOf(number.getAsLong(), key.type()) ? number : OptionalLong.empty();
    }

    /// The number of an id, if it ever occurred.
    public OptionalLong find(ResourceKey key) {
        var own = own(key);
        if (own.isPresent()) {
            return own;
        }
        var found = find(List.of(token(key)));
        return found.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(found.values().iterator().next());
    }

    /// The numbers of those of these ids that ever occurred.
    public Map<ResourceKey, Long> known(Collection<ResourceKey> keys) {
        var found = new HashMap<ResourceKey, Long>();
        var asked = new TreeMap<UUID, ResourceKey>();
        for (var key : keys) {
            own(key).ifPresentOrElse(number -> found.put(key, number), () -> asked.put(token(key), key));
        }
        if (!asked.isEmpty()) {
            find(asked.keySet())
                    .forEach((token, number) -> found.put(Objects.requireNonNull(asked.get(token)), number));
        }
        return found;
    }

    /// The number of an id; one that occurs for the first time gets one.
    public long number(ResourceKey key) {
        return Objects.requireNonNull(numbers(List.of(key)).get(key));
    }

    /// The numbers of these ids; an id that occurs for the first time gets one.
    public Map<ResourceKey, Long> numbers(Collection<ResourceKey> keys) {
        var found = new HashMap<ResourceKey, Long>();
        var asked = new TreeMap<UUID, ResourceKey>();
        for (var key : keys) {
            var own = own(key);
            if (own.isPresent()) {
                found.put(key, own.getAsLong());
            } else {
                asked.put(token(key), key);
            }
        }
        if (asked.isEmpty()) {
            return found;
        }
        var known = find(asked.keySet());
        if (known.size() < asked.size()) {
            add(asked, known);
            known = find(asked.keySet());
        }
        known.forEach((token, number) -> found.put(Objects.requireNonNull(asked.get(token)), number));
        return found;
    }

    private Map<UUID, Long> find(Collection<UUID> tokens) {
        var found = new HashMap<UUID, Long>();
        sql.sql(FIND).param("tokens", tokens.toArray(UUID[]::new)).query((RowCallbackHandler)
                row -> found.put(row.getObject("token", UUID.class), row.getLong("number")));
        return found;
    }

    private void add(TreeMap<UUID, ResourceKey> asked, Map<UUID, Long> known) {
        var tokens = new ArrayList<UUID>();
        var fresh = new ArrayList<Long>();
        asked.forEach((token, key) -> {
            if (!known.containsKey(token)) {
                tokens.add(token);
                fresh.add(numbers.next(key.type()));
            }
        });
        sql.sql(ADD)
                .param("tokens", tokens.toArray(UUID[]::new))
                .param("numbers", fresh.toArray(Long[]::new))
                .update();
    }

    /// What stands for a chosen id in the database and in its locks.
    public UUID token(ResourceKey key) {
        var bytes = ByteBuffer.wrap(vault.tokens().id(key.type().ordinal(), key.id()));
        return new UUID(bytes.getLong(), bytes.getLong());
    }
}
