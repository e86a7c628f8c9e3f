package io.carekeep.store.interaction;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.search.Parameter;
import io.carekeep.fhir.search.QueryText;
import io.carekeep.store.Version;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// The headers that make a request conditional: https://hl7.org/fhir/R4/http.html#concurrency. A bundle's entry
/// says the same in its `request`.
record Conditions(
        @Nullable String match,
        @Nullable String noneMatch,
        @Nullable String modifiedSince,
        @Nullable String noneExist) {

    static final Conditions NONE = new Conditions(null, null, null, null);

    /// The version that must be current.
    OptionalInt ifMatch() {
        if (match == null) {
            return OptionalInt.empty();
        }
        int version = version(match.strip());
        if (version < 0) {
            throw new Refused(new Problem.Invalid("If-Match", "one entity tag such as W/\"3\""));
        }
        return OptionalInt.of(version);
    }

    /// Whether a read has nothing new to say.
    boolean isKnown(Version version) {
        if (noneMatch != null) {
            return matches(noneMatch, version.version());
        }
        return modifiedSince != null
                && version.at().getEpochSecond() <= instant().getEpochSecond();
    }

    /// Refuses `If-None-Match` on a write rather than overwrite what it meant to keep.
    void demandNoneMatchUnsaid() {
        if (noneMatch != null) {
            throw new Refused(new Problem.Unsupported(
                    "If-None-Match", "A write takes If-Match; to create only what is not there, use If-None-Exist."));
        }
    }

    /// The search of a conditional create; empty for none.
    List<Parameter> ifNoneExist() {
        if (noneExist == null) {
            return List.of();
        }
        var condition = QueryText.parse(noneExist.substring(noneExist.indexOf('?') + 1));
        if (condition.isEmpty()) {
            throw new Refused(new Problem.Invalid("If-None-Exist", "search parameters, as in a URL after the '?'"));
        }
        return condition;
    }

    private static boolean matches(String header, int current) {
        if (header.strip().equals("*")) {
            return true;
        }
        boolean found = false;
        for (var tag : header.split(",")) {
            int version = version(tag.strip());
            if (version < 0) {
                throw new Refused(new Problem.Invalid("If-None-Match", "entity tags such as W/\"3\", or *"));
            }
            found |= version == current;
        }
        return found;
    }

    private Instant instant() {
        try {
            return ZonedDateTime.parse(String.valueOf(modifiedSince).strip(), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException _) {
            return fhirInstant();
        }
    }

    // An entry of a bundle says it as a FHIR instant.
    private Instant fhirInstant() {
        try {
            return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(
                    String.valueOf(modifiedSince).strip(), Instant::from);
        } catch (DateTimeException _) {
            throw new Refused(new Problem.Invalid("If-Modified-Since", "a date such as Sat, 15 Aug 2026 12:00:00 GMT"));
        }
    }

    // The tag's number, or -1. A tag without W/ is taken as the weak one that was meant.
    private static int version(String tag) {
        int from = tag.startsWith("W/") ? 2 : 0;
        int to = tag.length();
        if (to - from >= 2 && tag.charAt(from) == '"' && tag.charAt(to - 1) == '"') {
            from++;
            to--;
        }
        if (from == to || to - from > 9) {
            return -1;
        }
        int version = 0;
        for (int at = from; at < to; at++) {
            char digit = tag.charAt(at);
            if (digit < '0' || digit > '9') {
                return -1;
            }
            version = version * 10 + digit - '0';
        }
        return version;
    }

    @Override
    public String toString() {
        return "conditions";
    }
}
