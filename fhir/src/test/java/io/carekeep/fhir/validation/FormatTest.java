package io.carekeep.fhir.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.json.JsonParser;
import io.carekeep.fhir.json.JsonText;
import io.carekeep.fhir.json.Limits;
import io.carekeep.fhir.json.Names;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The scanners accept what the specification's regular expressions do:
/// https://hl7.org/fhir/R4/datatypes.html#primitive.
final class FormatTest {

    private static final int TRIALS = 10_000;
    private static final long SEED = Long.getLong("seed", 20_261_125L);
    private static final String YEAR = "([0-9]([0-9]([0-9][1-9]|[1-9]0)|[1-9]00)|[1-9]000)";
    private static final String TIME = "([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\\.[0-9]+)?";
    private static final String ZONE = "(Z|(\\+|-)((0[0-9]|1[0-3]):[0-5][0-9]|14:00))";
    private static final String DAY = "(0[1-9]|[1-2][0-9]|3[0-1])";
    private static final Map<Format, Pattern> OFFICIAL = Map.of(
            Format.CODE, Pattern.compile("[^\\s]+(\\s[^\\s]+)*"),
            Format.ID, Pattern.compile("[A-Za-z0-9\\-.]{1,64}"),
            Format.URI, Pattern.compile("\\S+"),
            Format.OID, Pattern.compile("urn:oid:[0-2](\\.(0|[1-9][0-9]*))+"),
            Format.UUID, Pattern.compile("urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"),
            Format.DATE, Pattern.compile(YEAR + "(-(0[1-9]|1[0-2])(-" + DAY + ")?)?"),
            Format.DATE_TIME, Pattern.compile(YEAR + "(-(0[1-9]|1[0-2])(-" + DAY + "(T" + TIME + ZONE + ")?)?)?"),
            Format.INSTANT, Pattern.compile(YEAR + "-(0[1-9]|1[0-2])-" + DAY + "T" + TIME + ZONE),
            Format.TIME, Pattern.compile(TIME),
            Format.BASE64, Pattern.compile("(\\s*[0-9a-zA-Z+/]\\s*){2,}(\\s*=\\s*){0,2}"));
    private static final List<String> SEEDS = List.of(
            "2020-02-29",
            "1900-02-29",
            "2020",
            "2020-12",
            "2021-04-31",
            "2020-03-31T13:28:17.239+02:00",
            "2020-03-31T13:28:17Z",
            "23:59:60",
            "09:00:00.5",
            "urn:oid:1.2.0.40",
            "urn:uuid:c757873d-ec9a-4326-a141-556f43239520",
            "a b",
            "a\tb\\c\"d/\u00e9",
            "http://example.org/x|1",
            "QUJD",
            "QUI= ",
            "Q Q==");
    private static final String LETTERS = "0123456789-:.+TZaFg= \t/\\\"\u00e9_";

    private final JsonParser parser = new JsonParser(Names.NONE, Limits.DEFAULT);

    @Test
    void scans_agree_with_the_official_expressions() {
        int accepted = 0;
        for (int trial = 0; trial < TRIALS; trial++) {
            var text = mutated(new Random(SEED + trial));
            for (var format : OFFICIAL.keySet()) {
                boolean expected = expected(format, text);
                var written = new String(JsonText.quoted(text), StandardCharsets.UTF_8);
                assertThat(accepts(format, written)).as(format + " " + text).isEqualTo(expected);
                assertThat(accepts(format, escaped(text)))
                        .as(format + " with escapes " + text)
                        .isEqualTo(expected);
                accepted += expected ? 1 : 0;
            }
        }
        System.out.printf("[reach] %d texts, %d accepted by a format%n", TRIALS, accepted);
        assertThat(accepted).isGreaterThan(TRIALS / 10);
    }

    private static String mutated(Random random) {
        var text = new StringBuilder(SEEDS.get(random.nextInt(SEEDS.size())));
        for (int change = random.nextInt(4); change > 0 && !text.isEmpty(); change--) {
            int at = random.nextInt(text.length());
            char letter = LETTERS.charAt(random.nextInt(LETTERS.length()));
            switch (random.nextInt(3)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.setCharAt(at, letter);
                default -> text.insert(at, letter);
            }
        }
        return text.toString();
    }

    private static boolean expected(Format format, String text) {
        var pattern = OFFICIAL.get(format);
        if (pattern == null || !pattern.matcher(text).matches()) {
            return false;
        }
        boolean dated = format == Format.DATE || format == Format.DATE_TIME || format == Format.INSTANT;
        if (dated && text.length() >= 10) {
            return exists(text.substring(0, 10));
        }
        return format != Format.BASE64 || text.replaceAll("\\s", "").length() % 4 == 0;
    }

    private static boolean exists(String day) {
        try {
            LocalDate.parse(day);
            return true;
        } catch (DateTimeException _) {
            return false;
        }
    }

    private static String escaped(String text) {
        var escaped = new StringBuilder("\"");
        text.chars().forEach(each -> escaped.append(String.format("\\u%04x", each)));
        return escaped.append('"').toString();
    }

    private boolean accepts(Format format, String written) {
        Json doc = parser.parse(written.getBytes(StandardCharsets.UTF_8));
        return format.isWrittenAs(doc.kind(0)) && format.accepts(doc, 0);
    }
}
