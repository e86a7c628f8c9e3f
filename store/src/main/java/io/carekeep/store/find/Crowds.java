package io.carekeep.store.find;

import io.carekeep.store.Numbering;
import io.carekeep.store.RowReader;
import java.util.concurrent.ConcurrentHashMap;

/// Remembers which conditions so many rows meet that a page of them need not be chosen among all: of 20,000 matches the
/// index fetches, decides and sorts each for the first twenty. A page tells it by how close together its matches lie.
/// Where they are close, walking the rows in their order is sooner than the index; else only rows of so many numbers
/// are fetched. It only chooses a way; all lead to the same page.
final class Crowds {

    /// How many rows are walked sooner than the index is asked.
    static final int WALKED_MAX = 2_000;

    /// What reaches farther than this is fetched no sooner than all.
    private static final int SPAN_MAX = 20_000;

    private static final int KEPT_MAX = 1_000;

    private final ConcurrentHashMap<Integer, Long> windows = new ConcurrentHashMap<>();

    private static int key(Plan plan, int most) {
        return 31 * plan.condition().fingerprint() + most;
    }

    /// Whether it matters how many rows meet a condition.
    static boolean form(Plan plan, Order order) {
        return plan.anchored() && order.size() == 0;
    }

    /// The matches among so many rows of the plan's type.
    static Sql walked(Plan plan, long first, long window, int most) {
        var sql = new Sql().add("select ").add(RowReader.COLUMNS);
        sql.add(" from (select * from (select * from store.current c where c.number between ")
                .number(first)
                .add(" and ")
                .number(Numbering.last(Numbering.type(first)));
        sql.add(" order by c.number limit ").number(window).add(") c where ").add(plan.condition());
        sql.add(" order by c.number limit ").number(most);
        return sql.add(") c left join store.home h on h.home = c.home order by c.number");
    }

    /// How far the numbers of so many rows reach, about; 0 when it is not known.
    long window(Plan plan, int most) {
        return windows.getOrDefault(key(plan, most), 0L);
    }

    /// Learns from so many rows that the index found.
    /// @param span from where they were sought to the last
    void learn(Plan plan, int most, long span) {
        if (span > SPAN_MAX) {
            return;
        }
        if (windows.size() >= KEPT_MAX) {
            windows.clear();
        }
        // Twice as far, since the next may lie a little wider.
        windows.put(key(plan, most), span * 2);
    }

    /// What was sought reached farther: the crowd has an end.
    void forget(Plan plan, int most) {
        windows.remove(key(plan, most));
    }
}
