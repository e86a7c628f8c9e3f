package io.carekeep.store.oracle;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The versions that there are for a caller, and what histories of them say, without any index. A record of which a
/// policy closes what it is now was never there; of others each version is there that the policy opens by itself. Who
/// sees a part of a type only is told of no deletion.
final class Chronicle {

    private static final Comparator<Past> NEWEST_FIRST = Comparator.comparingLong(Past::at)
            .thenComparingLong(Past::number)
            .thenComparingInt(Past::version)
            .reversed();

    /// What is asked of a history.
    /// @param type or null for all
    /// @param id or null for all of the type
    /// @param since or null
    /// @param from the first and the last of `_at`, or null
    record Asked(
            @Nullable String type,
            @Nullable String id,
            @Nullable Long since,
            @Nullable Long from,
            @Nullable Long to) {

        private boolean isAbout(Past each) {
            return (type == null || type.equals(each.type())) && (id == null || id.equals(each.id()));
        }
    }

    private final Map<String, List<Past>> records;
    private final Map<String, Integer> presents;
    private final Policies.Policy policy;

    private Chronicle(Map<String, List<Past>> records, Map<String, Integer> presents, Policies.Policy policy) {
        this.records = records;
        this.presents = presents;
        this.policy = policy;
    }

    static Chronicle of(List<Past> all, Policies.Policy policy) {
        var records = new LinkedHashMap<String, List<Past>>();
        all.forEach(each ->
                records.computeIfAbsent(each.address(), _ -> new ArrayList<>()).add(each));
        var presents = new HashMap<String, Integer>();
        records.forEach(
                (address, versions) -> presents.put(address, versions.getLast().version()));
        records.replaceAll((_, versions) -> seen(versions, policy));
        return new Chronicle(records, presents, policy);
    }

    private static List<Past> seen(List<Past> versions, Policies.Policy policy) {
        var present = versions.getLast();
        if (policy.opensAll(present.type())) {
            return versions;
        }
        var now = present.known();
        if (now == null || !policy.opens(now)) {
            return List.of();
        }
        return versions.stream()
                .filter(each -> each.known() != null && policy.opens(each.known()))
                .toList();
    }

    /// What the caller sees of a version, or null when it says that the resource was deleted.
    @Nullable
    Known shown(Past version) {
        var known = version.known();
        if (known == null || policy.opensAll(version.type())) {
            return known;
        }
        boolean present = Objects.equals(presents.get(version.address()), version.version());
        return present ? policy.projected(known) : policy.pastProjected(known);
    }

    /// What a history tells, newest first.
    List<Past> history(Asked asked) {
        return records.values().stream()
                .flatMap(versions -> versions.stream()
                        .filter(asked::isAbout)
                        .filter(each -> asked.since() == null || each.at() >= asked.since())
                        .filter(each -> wasCurrent(each, versions, asked)))
                .sorted(NEWEST_FIRST)
                .toList();
    }

    private static boolean wasCurrent(Past version, List<Past> versions, Asked asked) {
        var from = asked.from();
        var to = asked.to();
        if (from == null || to == null) {
            return true;
        }
        return version.at() <= to
                && versions.stream().noneMatch(later -> later.version() > version.version() && later.at() <= from);
    }

    /// What is there now, or was deleted.
    Optional<Past> read(String address) {
        var versions = records.getOrDefault(address, List.of());
        return versions.isEmpty() ? Optional.empty() : Optional.of(versions.getLast());
    }

    /// A version.
    Optional<Past> read(String address, int version) {
        return records.getOrDefault(address, List.of()).stream()
                .filter(each -> each.version() == version)
                .findFirst();
    }

    /// How many versions there are.
    int size() {
        return records.values().stream().mapToInt(List::size).sum();
    }
}
