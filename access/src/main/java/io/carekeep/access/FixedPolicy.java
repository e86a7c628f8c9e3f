package io.carekeep.access;

import io.carekeep.fhir.ResourceType;
import java.util.Map;
import java.util.Set;

/// A policy that permits every action on fixed sets of records: what a test or a measurement needs to see how a
/// restricted caller fares.
public final class FixedPolicy implements Policy {

    private final Map<ResourceType, Restriction> restrictions;
    private final Restriction others;

    /// @param others the restriction of all types that are not named
    public FixedPolicy(Map<ResourceType, Restriction> restrictions, Restriction others) {
        this.restrictions = Map.copyOf(restrictions);
        this.others = others;
    }

    @Override
    public Set<Group> groups() {
        return Set.of(Group.OPERATOR);
    }

    @Override
    public Decision decide(Caller caller, Action action) {
        return new Decision.Permitted();
    }

    @Override
    public Restriction restriction(Caller caller, Interaction way, ResourceType type) {
        return restrictions.getOrDefault(type, others);
    }
}
