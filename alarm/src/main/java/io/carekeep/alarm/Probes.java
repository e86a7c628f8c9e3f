package io.carekeep.alarm;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The probes of all modules, by what they look at.
public final class Probes {

    private final Map<Kind, Probe> all;

    public Probes(List<Probe> all) {
        this.all = all.stream().collect(Collectors.toMap(Probe::kind, Function.identity()));
    }

    /// The probe of a kind; empty for what happened once and can't be looked at again, such as a crossed budget.
    public Optional<Probe> of(Kind kind) {
        return Optional.ofNullable(all.get(kind));
    }
}
