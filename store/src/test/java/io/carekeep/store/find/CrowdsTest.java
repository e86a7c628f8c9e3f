package io.carekeep.store.find;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.store.TestStore;
import io.carekeep.store.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What many records have in common is found the same whatever way is taken.
final class CrowdsTest {

    private static final int RECORDS = 300;

    private static TestStore store;

    @BeforeAll
    static void fill() {
        store = new TestStore();
        put(RECORDS);
    }

    @AfterAll
    static void close() {
        store.close();
    }

    // Each third is final.
    private static void put(int count) {
        var entries = IntStream.range(0, count)
                .mapToObj(each -> """
                        {"request":{"method":"PUT","url":"Observation/n%1$d"},"resource":{"resourceType":"Observation","id":"n%1$d",
                         "status":"%2$s","code":{"text":"t"}}}""".formatted(each, each % 3 == 0 ? "final" : "amended"))
                .collect(Collectors.joining(","));
        store.transaction("{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[" + entries + "]}");
    }

    private static List<String> all(String url) {
        var found = new ArrayList<String>();
        String next = null;
        do {
            var page = store.search(store.gate, url, next);
            page.matches().stream().map(Version::id).forEach(found::add);
            next = page.next();
        } while (next != null);
        return found;
    }

    @Test
    void each_way_leads_to_the_same_pages() {
        // All on one page, so nothing is learned from it.
        var expected = all("Observation?status=final&_count=1000");
        assertThat(expected).hasSize(RECORDS / 3);
        for (int time = 0; time < 3; time++) {
            assertThat(all("Observation?status=final&_count=10")).isEqualTo(expected);
        }
        var fewer = new ArrayList<>(expected);
        for (var each : expected.subList(2, 90)) {
            store.delete("Observation/" + each);
            fewer.remove(each);
        }
        for (int time = 0; time < 3; time++) {
            assertThat(all("Observation?status=final&_count=10")).isEqualTo(fewer);
        }
    }
}
