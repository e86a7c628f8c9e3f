package io.carekeep.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.testkit.Trials;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

final class TrailTest {

    @Test
    void what_a_request_did_is_read_again() {
        Trials.of(200, random -> {
            var trail = new Trail();
            var written = new ArrayList<String>();
            for (int line = random.nextInt(30); line > 0; line--) {
                long number = random.nextLong(1L << 48);
                int version = 1 + random.nextInt(random.nextInt(1, 100_000));
                var digest = new byte[16];
                random.nextBytes(digest);
                switch (random.nextInt(4)) {
                    case 0 -> trail.returned(number, version);
                    case 1 -> trail.changed(number, version, digest);
                    case 2 -> trail.resealed(number, version, random.nextInt(1_000), digest);
                    default -> trail.erased(number, version);
                }
                written.add(number + " " + version);
            }
            var read = new ArrayList<String>();
            Trail.each(trail.bytes(), line -> read.add(line.number() + " " + line.version()));
            assertThat(read).isEqualTo(written);
        });
    }

    @Test
    void each_line_keeps_what_it_was() {
        var trail = new Trail();
        var digest = new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
        trail.returned(9, 1);
        trail.changed(5, 2, digest);
        trail.erased(7, 0);
        trail.resealed(8, 3, 200, digest);
        var read = new ArrayList<Trail.Line>();
        Trail.each(trail.bytes(), read::add);
        assertThat(read.get(0)).isEqualTo(new Trail.Line.Returned(9, 1));
        assertThat(read.get(1))
                .isInstanceOfSatisfying(
                        Trail.Line.Changed.class,
                        line -> assertThat(line.digest()).isEqualTo(digest));
        assertThat(read.get(2)).isEqualTo(new Trail.Line.Erased(7, 0));
        assertThat(read.get(3)).isInstanceOfSatisfying(Trail.Line.Resealed.class, line -> {
            assertThat(line.digest()).isEqualTo(digest);
            assertThat(line.step()).isEqualTo(200);
            assertThat(line.version()).isEqualTo(3);
        });
    }
}
