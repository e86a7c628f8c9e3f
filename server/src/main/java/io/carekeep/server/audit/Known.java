package io.carekeep.server.audit;

import io.carekeep.access.Permit;
import io.carekeep.access.emergency.Emergencies;
import io.carekeep.access.emergency.Emergency;
import io.carekeep.fhir.ResourceKey;
import io.carekeep.identity.Account;
import io.carekeep.identity.Accounts;
import io.carekeep.store.Surrogates;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the numbers in some entries stand for.
/// @param accounts by number
/// @param keys of records, by number; those that were erased can be missing
record Known(Map<Long, Account> accounts, Map<Long, ResourceKey> keys, List<Emergency> emergencies) {

    /// What looks it up.
    record Sources(Accounts accounts, Surrogates surrogates, Emergencies emergencies) {

        Known of(Permit permit, Set<Long> accountNumbers, Set<Long> records, Set<Long> patients) {
            return new Known(
                    accounts.named(permit, accountNumbers),
                    surrogates.keys(records),
                    emergencies.between(permit, accountNumbers, patients));
        }
    }

    /// An account as texts name it.
    String account(long number) {
        var account = accounts.get(number);
        return account == null
                ? number == 0 ? "nobody signed in, or this machine" : "account " + number
                : account.name().text();
    }

    /// Who an account says it is among the records.
    List<String> fhirUser(long number) {
        var account = accounts.get(number);
        return account == null
                ? List.of()
                : account.fhirUser().stream().map(each -> each.text()).toList();
    }

    /// A record's address, or its number when that is all that is left of it.
    String address(long number) {
        var key = keys.get(number);
        return key == null ? "number " + number : key.type().name() + "/" + key.id();
    }

    /// Whether somebody had broken the glass to one of these patients' records then.
    boolean isEmergency(long account, Collection<Long> patients, Instant at) {
        long millis = at.toEpochMilli();
        return emergencies.stream()
                .anyMatch(each -> each.account() == account
                        && patients.contains(each.home())
                        && each.low() <= millis
                        && millis <= each.high());
    }
}
