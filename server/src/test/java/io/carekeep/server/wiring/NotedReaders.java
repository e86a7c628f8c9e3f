package io.carekeep.server.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.access.Trail;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.stream.IntStream;

/// Some readers, each with records of its own.
final class NotedReaders {

    // Whom somebody has not seen lately is written down together with the entry, in a transaction.
    private static final int FEW = 3;
    private static final int MANY = 60;

    private final List<NotedReader> readers;

    NotedReaders(int count) {
        this.readers = IntStream.range(0, count)
                .mapToObj(reader -> new NotedReader(IntStream.range(0, reader % 2 == 0 ? FEW : MANY)
                        .mapToObj(record -> "Patient/read-" + reader + "-" + record)
                        .toList()))
                .toList();
    }

    NotedReader reader(int number) {
        return readers.get(number);
    }

    /// Writes what is to be read.
    void write(FhirCalls calls) throws IOException, InterruptedException {
        for (var reader : readers) {
            for (var address : reader.addresses()) {
                var id = address.substring(address.indexOf('/') + 1);
                var json = "{\"resourceType\":\"Patient\",\"id\":\"" + id + "\",\"gender\":\"other\"}";
                assertThat(calls.send("PUT", "/" + address, json).statusCode()).isEqualTo(201);
            }
        }
    }

    /// Whether the log has an entry for each answer that began to come, and beside these at most for what was asked.
    void check(StoppedServer stopped) {
        var entries = new HashMap<Long, Integer>();
        stopped.trails().reads(0, Long.MAX_VALUE, line -> {
            if (line instanceof Trail.Line.Returned returned) {
                entries.merge(returned.number(), 1, Integer::sum);
            }
        });
        for (var reader : readers) {
            assertThat(reader.addresses()).allSatisfy(address -> {
                int answered = reader.answered(address);
                assertThat(entries.getOrDefault(stopped.number(address), 0))
                        .isBetween(answered, answered + reader.unanswered(address));
            });
        }
    }
}
