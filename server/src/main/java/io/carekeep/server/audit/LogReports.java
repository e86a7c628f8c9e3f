package io.carekeep.server.audit;

import io.carekeep.access.Caller;
import io.carekeep.access.Interaction;
import io.carekeep.access.Permit;
import io.carekeep.access.Purpose;
import io.carekeep.audit.Entry;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceKey;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Who saw a patient, and to whom their records were disclosed.
final class LogReports {

    /// Who saw a patient, or wrote something of them.
    /// @param account its number
    /// @param name of the account
    /// @param fhirUser who that is among the records
    /// @param requests how many
    /// @param classes how many different records of each class
    /// @param emergency whether they had broken the glass for some of it
    record Seen(
            long account,
            String name,
            List<String> fhirUser,
            Instant first,
            Instant last,
            long requests,
            Set<String> interactions,
            Map<String, Integer> classes,
            Set<String> purposes,
            boolean emergency) {}

    /// Disclosures to one recipient for one purpose: 45 CFR 164.528(b)(3).
    /// @param purpose a code of PurposeOfUse, or `not stated`
    record Disclosure(
            long account,
            String name,
            List<String> fhirUser,
            String purpose,
            Instant first,
            Instant last,
            long requests,
            Map<String, Integer> classes) {}

    /// Years for which disclosures are accounted for: 45 CFR 164.528(a)(1).
    private static final int YEARS = 6;

    private static final Pattern RELEASED = Pattern.compile("release \\d+ to ([^:]+):");
    private static final String NOT_STATED = "not stated";
    // Treatment, payment and health care operations, what the patient asked for, and family involved in care:
    // 45 CFR 164.528(a)(1)(i) to (iv).
    private static final Set<String> UNACCOUNTED =
            Set.of(("TREAT CLINTRL COC ETREAT BTG ERTREAT POPHLTH CAREMGT HPAYMT CLMATTCH COVAUTH COVERAGE ELIGDTRM"
                            + " ELIGVER ENROLLM MILDCRG REMITADV HOPERAT DONAT FRAUD HACCRED HCOMPL HDIRECT HDM HOUTCOMS"
                            + " HPRGRP HQUALIMP HSYSADMIN LABELING METAMGT MEMADMIN PATADMIN PATSFTY PERFMSR RECORDMGT"
                            + " SYSDEV HTEST TRAIN PATRQT FAMRQT PWATRNY SUPNWK")
                    .split(" "));

    private final LogDesk desk;
    private final Known.Sources sources;
    private final Clock clock;

    LogReports(LogDesk desk, Known.Sources sources, Clock clock) {
        this.desk = desk;
        this.sources = sources;
        this.clock = clock;
    }

    private LogDesk.Reach reach(Caller caller) {
        var reach = desk.reach(caller);
        if (reach == LogDesk.Reach.NOTHING) {
            throw new Refused(new Problem.Forbidden(
                    "the audit log is for security officers, and for patients and their proxies about themselves"));
        }
        return reach;
    }

    /// Who saw a patient, the last first.
    /// @param patient or the caller, if they are one
    /// @throws Refused when there is no such patient for the caller
    List<Seen> who(Caller caller, Optional<ResourceKey> patient, EventQuery.Span span) {
        return desk.look(caller, reach(caller), words("who", patient), permit -> {
            var tallies = new HashMap<Long, Tally>();
            var whom = desk.whom();
            long number = number(permit, patient);
            var emergencies = new HashSet<Long>();
            var seen = new HashMap<Long, Set<Instant>>();
            desk.about(number, span, whom, entry -> {
                if (entry.outcome() == Entry.Outcome.DONE
                        && whom.patients(entry).contains(number)) {
                    tallies.computeIfAbsent(entry.account(), _ -> new Tally()).add(entry, whom.own(entry, number));
                    seen.computeIfAbsent(entry.account(), _ -> new HashSet<>()).add(entry.at());
                }
            });
            var known = sources.of(permit, tallies.keySet(), Set.of(), Set.of(number));
            seen.forEach((account, times) -> {
                if (times.stream().anyMatch(at -> known.isEmergency(account, Set.of(number), at))) {
                    emergencies.add(account);
                }
            });
            return tallies.entrySet().stream()
                    .map(each -> seen(each.getKey(), each.getValue(), known, emergencies))
                    .sorted(Comparator.comparing(Seen::last).reversed())
                    .toList();
        });
    }

    private static Seen seen(long account, Tally tally, Known known, Set<Long> emergencies) {
        return new Seen(
                account,
                known.account(account),
                known.fhirUser(account),
                tally.first(),
                tally.last(),
                tally.requests(),
                tally.ways(),
                tally.classes(),
                tally.purposes(),
                emergencies.contains(account));
    }

    private long number(Permit permit, Optional<ResourceKey> patient) {
        return desk.patient(permit, patient).orElseThrow(() -> new Refused(new Problem.Missing("Patient")));
    }

    private static String words(String what, Optional<ResourceKey> patient) {
        return what + patient.map(each -> " Patient/" + each.id()).orElse("");
    }

    /// @param outside the name of whoever got a release; empty when the account itself did
    private record Recipient(long account, String outside, String purpose) {}

    private static Recipient recipient(Logged entry) {
        var released =
                entry.way().filter(way -> way == Interaction.RELEASE_DATA).isPresent()
                        ? RELEASED.matcher(entry.facts().asked().orElse(""))
                        : null;
        var outside = released != null && released.lookingAt() ? released.group(1) : "";
        return new Recipient(
                entry.account(),
                outside,
                entry.facts().purpose().map(Purpose::code).orElse(NOT_STATED));
    }

    /// The accounting of disclosures of a patient's records, the last first: what was shown for a purpose that is to be
    /// accounted for, and what programs got without saying for what. At most six years back.
    /// @throws Refused when there is no such patient for the caller
    List<Disclosure> disclosures(Caller caller, Optional<ResourceKey> patient, EventQuery.Span span) {
        long earliest = clock.instant()
                .atZone(ZoneOffset.UTC)
                .minusYears(YEARS)
                .toInstant()
                .toEpochMilli();
        var within = new EventQuery.Span(Math.max(earliest, span.from()), span.until());
        return desk.look(caller, reach(caller), words("disclosures", patient), permit -> {
            var tallies = new HashMap<Recipient, Tally>();
            var whom = desk.whom();
            long number = number(permit, patient);
            desk.about(number, within, whom, entry -> {
                var recipient = recipient(entry);
                if (entry.outcome() == Entry.Outcome.DONE
                        && !UNACCOUNTED.contains(recipient.purpose())
                        && entry.facts().seen().contains(number)) {
                    tallies.computeIfAbsent(recipient, _ -> new Tally()).add(entry, whom.own(entry, number));
                }
            });
            var accounts = new HashSet<Long>();
            tallies.keySet().forEach(each -> accounts.add(each.account()));
            var known = sources.of(permit, accounts, Set.of(), Set.of());
            return tallies.entrySet().stream()
                    .filter(each -> isAccounted(each.getKey(), known))
                    .map(each -> disclosure(each.getKey(), each.getValue(), known))
                    .sorted(Comparator.comparing(Disclosure::last).reversed())
                    .toList();
        });
    }

    // People of the house who say no purpose work for it; of a program nobody knows whose it is.
    private static boolean isAccounted(Recipient recipient, Known known) {
        var account = known.accounts().get(recipient.account());
        return !recipient.purpose().equals(NOT_STATED) || account != null && account.kind() == Caller.Kind.SERVICE;
    }

    private static Disclosure disclosure(Recipient recipient, Tally tally, Known known) {
        return new Disclosure(
                recipient.account(),
                recipient.outside().isEmpty() ? known.account(recipient.account()) : recipient.outside(),
                recipient.outside().isEmpty() ? known.fhirUser(recipient.account()) : List.of(),
                recipient.purpose(),
                tally.first(),
                tally.last(),
                tally.requests(),
                tally.classes());
    }
}
