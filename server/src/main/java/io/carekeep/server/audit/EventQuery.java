package io.carekeep.server.audit;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceKey;
import io.carekeep.fhir.search.Dates;
import io.carekeep.fhir.search.Parameter;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What a search for AuditEvents asks of the log: some of FHIR's parameters, without modifiers. All of them must hold;
/// of the alternatives of one, one.
/// @param span the times wanted
/// @param patients whom they are about
/// @param agents who asked
/// @param names of accounts that asked
/// @param entities records that were returned or made
/// @param addresses from which somebody asked
/// @param actions letters of FHIR's `audit-event-action`
/// @param outcomes codes of FHIR's `audit-event-outcome`
/// @param subtypes codes of FHIR's interactions, or of Carekeep's
record EventQuery(
        Span span,
        List<ResourceKey> patients,
        List<ResourceKey> agents,
        List<String> names,
        List<ResourceKey> entities,
        List<String> addresses,
        List<String> actions,
        List<String> outcomes,
        List<String> subtypes) {

    /// Milliseconds since the epoch, both inside.
    record Span(long from, long until) {

        static final Span EVER = new Span(0, Long.MAX_VALUE);

        private Span and(Span other) {
            return new Span(Math.max(from, other.from), Math.min(until, other.until));
        }

        /// From when until when, both as FHIR dates; without one of them there is no such limit.
        /// @throws Refused when one is no date
        static Span parse(Optional<String> from, Optional<String> until, ZoneId zone) {
            return new Span(
                    from.map(text -> date("from", text, zone).low()).orElse(EVER.from()),
                    until.map(text -> date("to", text, zone).high()).orElse(EVER.until()));
        }
    }

    private static final String SERVED = "one of patient, date, agent, agent-name, entity, address, action, outcome,"
            + " subtype, _count, _summary, _elements and _sort=-date: the audit log can't be searched otherwise";
    private static final Set<String> OF_THE_ANSWER = Set.of("_count", "_summary", "_elements", "_total");

    /// @param zone of dates that name no offset
    /// @throws Refused naming the parameter that the log can't be searched by
    static EventQuery of(List<Parameter> question, ZoneId zone) {
        var query = new EventQuery(
                Span.EVER,
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>());
        for (var each : question) {
            query = query.with(each, zone);
        }
        return query;
    }

    private EventQuery with(Parameter asked, ZoneId zone) {
        var values = Stream.of(asked.value().split(",")).map(String::strip).toList();
        switch (asked.name()) {
            case "patient", "patient:Patient" -> once(patients, asked, keys(asked, values, "Patient"));
            case "agent" -> once(agents, asked, keys(asked, values, ""));
            case "entity" -> once(entities, asked, keys(asked, values, ""));
            case "agent-name" -> once(names, asked, values);
            case "address" -> once(addresses, asked, values);
            case "action" -> once(actions, asked, codes(values));
            case "outcome" -> once(outcomes, asked, codes(values));
            case "subtype" -> once(subtypes, asked, codes(values));
            case "date" -> {
                return with(span.and(dated(asked.value(), zone)));
            }
            case "_sort" -> {
                if (!asked.value().equals("-date")) {
                    throw new Refused(new Problem.Unsupported("_sort", "The newest come first: -date, or nothing."));
                }
            }
            default -> {
                if (!OF_THE_ANSWER.contains(asked.name())) {
                    throw new Refused(new Problem.Invalid("parameter", SERVED));
                }
            }
        }
        return this;
    }

    private EventQuery with(Span narrower) {
        return new EventQuery(narrower, patients, agents, names, entities, addresses, actions, outcomes, subtypes);
    }

    /// The same of times until one.
    EventQuery until(long millis) {
        return with(span.and(new Span(0, millis)));
    }

    private static <T> void once(List<T> to, Parameter asked, List<T> values) {
        if (!to.isEmpty()) {
            throw new Refused(new Problem.Invalid(asked.name(), "this parameter once, with commas between values"));
        }
        to.addAll(values);
    }

    // A code's system is not looked at: no two of these systems share one.
    private static List<String> codes(List<String> values) {
        return values.stream()
                .map(each -> each.substring(each.indexOf('|') + 1))
                .toList();
    }

    private static List<ResourceKey> keys(Parameter asked, List<String> values, String type) {
        return values.stream().map(each -> key(asked, each, type)).toList();
    }

    // An absolute address ends like a relative one.
    private static ResourceKey key(Parameter asked, String value, String type) {
        var words = value.split("/");
        if (words.length == 1 && !type.isEmpty()) {
            return ResourceKey.parse(type, value);
        }
        if (words.length < 2 || !type.isEmpty() && !words[words.length - 2].equals(type)) {
            throw new Refused(new Problem.Invalid(
                    asked.name(), type.isEmpty() ? "[type]/[id], such as Practitioner/1" : type + "/[id]"));
        }
        return ResourceKey.parse(words[words.length - 2], words[words.length - 1]);
    }

    private static Span dated(String value, ZoneId zone) {
        var prefix = value.length() > 2 && Character.isLetter(value.charAt(0)) ? value.substring(0, 2) : "eq";
        var date = date("date", value.startsWith(prefix) ? value.substring(2) : value, zone);
        return switch (prefix) {
            case "eq" -> new Span(date.low(), date.high());
            case "ge" -> new Span(date.low(), Long.MAX_VALUE);
            case "gt", "sa" -> new Span(date.high() + 1, Long.MAX_VALUE);
            case "le" -> new Span(0, date.high());
            case "lt", "eb" -> new Span(0, date.low() - 1);
            default -> throw new Refused(new Problem.Invalid("date", "a prefix of eq, ge, gt, le, lt, sa and eb"));
        };
    }

    private static Dates.Span date(String place, String text, ZoneId zone) {
        return Dates.span(text, zone)
                .orElseThrow(() ->
                        new Refused(new Problem.Invalid(place, "a date, such as 2026-11-27 or 2026-11-27T08:00:00Z")));
    }

    @Override
    public String toString() {
        return "[query]";
    }
}
