package io.carekeep.access.budget;

import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Counts and writes down whom accounts have seen.
final class SeenStore {

    private static final String SEE = """
            select used, fresh, most, frees
              from access.see(:account, :now, :asked::bigint[], :spans::bigint[], :budgets::bigint[])
            """;
    private static final String MOST_SEEING = """
            select account,
                   count(distinct patient) filter (where at > :hour) as hour,
                   count(distinct patient) filter (where at > :day) as day,
                   count(distinct patient) as month
              from access.seen
             where at > :month
             group by account
             order by hour desc, day desc, month desc, account
             limit :most
            """;

    private final JdbcClient sql;

    SeenStore(JdbcClient sql) {
        this.sql = sql;
    }

    /// Counts in each window, and writes these patients down when there is room in all of them.
    /// @param budgets a number for each window
    List<Count> see(long account, long now, Set<Long> asked, List<Window> windows, List<Long> budgets) {
        return sql.sql(SEE)
                .param("account", account)
                .param("now", now)
                .param("asked", asked.toArray(Long[]::new))
                .param(
                        "spans",
                        windows.stream().map(each -> each.span().toMillis()).toArray(Long[]::new))
                .param("budgets", budgets.toArray(Long[]::new))
                .query((row, at) -> new Count(
                        windows.get(at),
                        row.getLong("used"),
                        row.getLong("fresh"),
                        row.getLong("most"),
                        row.getLong("frees")))
                .list();
    }

    /// The accounts that saw most.
    List<Spending> most(long now, int most) {
        return sql.sql(MOST_SEEING)
                .param("hour", now - Window.HOUR.span().toMillis())
                .param("day", now - Window.DAY.span().toMillis())
                .param("month", now - Window.MONTH.span().toMillis())
                .param("most", most)
                .query((row, _) -> new Spending(
                        row.getLong("account"), row.getLong("hour"), row.getLong("day"), row.getLong("month")))
                .list();
    }
}
