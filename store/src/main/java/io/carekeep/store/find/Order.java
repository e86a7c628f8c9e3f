package io.carekeep.store.find;

import io.carekeep.fhir.search.Kind;
import io.carekeep.fhir.search.Query;
import io.carekeep.fhir.search.SearchParameter;
import io.carekeep.store.Numbering;
import java.util.List;
import java.util.stream.Collectors;

/// An order that the columns of a row decide; the number comes last. What has no value under a key comes last.
final class Order {

    /// @param sql of the key's value, a `bigint` that is never null
    private record Key(String sql, boolean descending) {}

    static final Order BY_NUMBER = new Order(List.of());

    private static final long NUMBER_MASK = (1L << 48) - 1;
    private static final long LAST = 1L << 48;

    private final List<Key> keys;

    private Order(List<Key> keys) {
        this.keys = keys;
    }

    /// Whether columns know the order of this key; the others are sorted by opened records.
    static boolean isColumn(Query.SortKey key) {
        var parameter = key.parameter();
        return parameter == null
                || !parameter.coarse()
                        && (parameter.kind() == Kind.DATE
                                || parameter.kind() == Kind.NUMBER
                                || parameter.kind() == Kind.QUANTITY);
    }

    static Order of(List<Query.SortKey> keys) {
        return new Order(
                keys.stream().map(key -> new Key(sql(key), key.descending())).toList());
    }

    private static String sql(Query.SortKey key) {
        var parameter = key.parameter();
        if (parameter == null) {
            return key.code().equals("_id") ? "c.number" : "c.at";
        }
        var ends = parameter.ordinals().stream()
                .map(expression -> end(expression, key.descending()))
                .collect(Collectors.joining(", "));
        return key.descending()
                ? "coalesce(greatest(" + ends + "), -1)"
                : "coalesce(least(" + ends + "), " + LAST + ")";
    }

    private static String end(int expression, boolean high) {
        var own = "c.ranges * '{[" + Numbering.value(expression, 0) + "," + Numbering.value(expression + 1, 0)
                + ")}'::int8multirange";
        return high ? "(upper(" + own + ") - 1) & " + NUMBER_MASK : "lower(" + own + ") & " + NUMBER_MASK;
    }

    /// The parameters of a key that is not a column.
    static SearchParameter text(Query.SortKey key) {
        return java.util.Objects.requireNonNull(key.parameter());
    }

    int size() {
        return keys.size();
    }

    /// The keys as columns, each with a comma in front.
    void columns(Sql out) {
        keys.forEach(key -> out.add(", ").add(key.sql()));
    }

    void orderBy(boolean walked, Sql out) {
        out.add(" order by ");
        keys.forEach(key -> out.add(key.sql()).add(key.descending() ? " desc, " : ", "));
        // The sum keeps the planner from walking all numbers where the index finds the few that match.
        out.add(walked ? "c.number" : "c.number + 0");
    }

    /// The condition that a row comes after the one with these keys.
    void after(Mark mark, boolean walked, Sql out) {
        var number = walked ? "c.number > " : "c.number + 0 > ";
        for (int at = 0; at < keys.size(); at++) {
            var key = keys.get(at);
            out.add("(").add(key.sql()).add(key.descending() ? " < " : " > ").number(mark.key(at));
            out.add(" or ").add(key.sql()).add(" = ").number(mark.key(at)).add(" and ");
        }
        out.add(number).number(mark.number());
        out.add(")".repeat(keys.size()));
    }
}
