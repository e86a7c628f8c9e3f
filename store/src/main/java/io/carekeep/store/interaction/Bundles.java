package io.carekeep.store.interaction;

import io.carekeep.base.HandlesPhi;
import io.carekeep.fhir.search.Parameter;
import io.carekeep.fhir.search.QueryText;
import io.carekeep.store.Version;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Begins bundles of answers: https://hl7.org/fhir/R4/bundle.html.
@Component
final class Bundles {

    /// Links to this page and to the next.
    /// @param next null on the last page
    record Links(@Nullable String self, @Nullable String next) {}

    static final Links NO_LINKS = new Links(null, null);

    private static final int EXPECTED_MAX = 64 * 1024 * 1024;

    private final Clock clock;
    private final SecureRandom random;

    Bundles(Clock clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /// @param type such as `searchset`
    /// @param expected how many bytes its entries will have, about
    BundleWriter begin(String type, OptionalLong total, Links links, int expected) {
        return new BundleWriter(
                new UUID(random.nextLong(), random.nextLong()),
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                type,
                total,
                links,
                expected);
    }

    /// The links of a page.
    /// @param address without a query string
    /// @param question what was asked for on the first page, as far as it was understood
    /// @param page the sealed mark of this page, or null when it is the first
    /// @param next the sealed mark of the next page, or null
    static Links links(String address, List<Parameter> question, @Nullable String page, @Nullable String next) {
        var query = page == null ? QueryText.of(question) : "page=" + page;
        return new Links(
                query.isEmpty() ? address : address + "?" + query, next == null ? null : address + "?page=" + next);
    }

    /// How many bytes entries with these versions will have, about.
    @HandlesPhi(why = "only the bodies' lengths are looked at")
    static int expected(List<Version> versions) {
        long bytes = 0;
        for (var version : versions) {
            bytes += version.json().reveal().length + BundleWriter.ENTRY;
        }
        return (int) Math.min(bytes, EXPECTED_MAX);
    }
}
