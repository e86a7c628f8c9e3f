package io.carekeep.fhir.fuzz;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.search.QueryText;
import io.carekeep.fhir.search.SearchParameters;
import io.carekeep.fhir.search.SearchParser;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever stands behind the question mark, it is a search or refused.
final class SearchFuzzer {

    private static final SearchParser SEARCHES = new SearchParser(
            SearchParameters.r4(), ZoneOffset.UTC, Clock.fixed(Instant.parse("2026-05-01T10:00:00Z"), ZoneOffset.UTC));
    private static final List<ResourceType> TYPES = Stream.of("Patient", "Observation", "Location", "Encounter")
            .map(name -> ResourceType.of(name).orElseThrow())
            .toList();

    static Stream<byte[]> seeds() {
        return Stream.of(
                        "0name:exact=A%20b&birthdate=ge2020-02-30&_id=x,y&identifier=urn:a%7Cb&gender:not=male",
                        "0organization:Organization.partof.name:contains=abc&_has:Observation:patient:code=a%7C",
                        "1value-quantity=ap1.0e2%7Chttp://unitsofmeasure.org%7Cmg&date=sa2020-01-01T10:00:00%2B01:00",
                        "1code-value-quantity=8480-6%24gt1&subject=Patient/1&subject:identifier=a%7Cb&code:text=x",
                        "1_include:iterate=Observation:subject:Patient&_revinclude=*&_sort=-date,code&_count=5",
                        "2near=1.0%7C2.0%7C3%7Ckm&_lastUpdated=lt2020&_tag=a&_profile:below=http://a&_total=accurate",
                        "3_list=1&_summary=count&_elements=a,b&subject:missing=true&type:of-type=a%7Cb%7Cc",
                        "0_has:_has:Observation:patient:_has=1&.=&:=&name=%5C,%5C%24%5C%7C",
                        "1date=%ff&%=1&=&&&a")
                .map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// @param bytes one for the type, then a query string as it came over HTTP
    @MethodSource("seeds")
    @DictionaryEntries({
        ":exact=",
        ":missing=",
        ":not=",
        ":identifier=",
        ":of-type=",
        ":below=",
        "_has:Observation:patient:",
        "_sort=",
        "_include=",
        "_revinclude=",
        "_count=",
        "value-quantity=",
        "birthdate=",
        "%24",
        "%7C",
        "%5C",
        "9999-12-31T23:59:60Z"
    })
    @FuzzTest
    void query_strings_are_understood_or_refused(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        var type = TYPES.get(bytes[0] & TYPES.size() - 1);
        var text = new String(bytes, 1, bytes.length - 1, StandardCharsets.ISO_8859_1);
        for (var handling : SearchParser.Handling.values()) {
            try {
                SEARCHES.parse(type, QueryText.parse(text), handling);
            } catch (Refused _) {
                // as it should be
            }
        }
    }
}
