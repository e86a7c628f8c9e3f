package io.carekeep.store.interaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class PrettyTest {

    private static String print(String json) {
        return new String(Pretty.print(json.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    @Test
    void each_property_has_a_line() {
        assertThat(print("{\"a\":1.00,\"b\":[true,{\"c\":\"x: \\\"y\\\"\"}],\"d\":{},\"e\":[]}"))
                .isEqualTo("""
                        {
                          "a": 1.00,
                          "b": [
                            true,
                            {
                              "c": "x: \\"y\\""
                            }
                          ],
                          "d": {},
                          "e": []
                        }
                        """);
    }

    @Test
    void what_is_pretty_already_stays_the_same() {
        var once = print("{\"resourceType\":\"Patient\",\"name\":[{\"given\":[\"Zo\u00eb\"]}]}");
        assertThat(print(once)).isEqualTo(once);
    }

    @Test
    void only_the_parameter_true_asks_for_it() {
        assertThat(ReplyWriter.isPretty("_id=1&_pretty=true")).isTrue();
        assertThat(ReplyWriter.isPretty("_pretty=false")).isFalse();
        assertThat(ReplyWriter.isPretty("x_pretty=true")).isFalse();
        assertThat(ReplyWriter.isPretty(null)).isFalse();
    }
}
