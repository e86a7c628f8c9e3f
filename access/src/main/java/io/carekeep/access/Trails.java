package io.carekeep.access;

import io.carekeep.audit.AuditLog;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// What the audit log remembers of the records: which versions were made, with their digests, and which were erased.
public final class Trails {

    // Those that change records or seal them again; the numbers in the entries of others are of accounts and tokens.
    private static final Set<Integer> WRITING = EnumSet.of(
                    Interaction.CREATE,
                    Interaction.UPDATE,
                    Interaction.PATCH,
                    Interaction.DELETE,
                    Interaction.TRANSACTION,
                    Interaction.ERASE,
                    Interaction.REINDEX,
                    Interaction.RELABEL)
            .stream()
            .map(Interaction::number)
            .collect(Collectors.toUnmodifiableSet());

    private static final Set<Integer> READING = EnumSet.of(Interaction.READ, Interaction.VREAD).stream()
            .map(Interaction::number)
            .collect(Collectors.toUnmodifiableSet());

    private final AuditLog log;

    public Trails(AuditLog log) {
        this.log = log;
    }

    /// Hands over what was made and erased, in no order. The log stays on the database's side if this is called
    /// inside a transaction; else it comes at once.
    /// @param since milliseconds since the epoch
    /// @param most how many entries are read
    public Read changes(long since, long most, Consumer<Trail.Line> taker) {
        return handed(WRITING, since, most, taker);
    }

    /// Hands over, in the same way, what single reads returned.
    public Read reads(long since, long most, Consumer<Trail.Line> taker) {
        return handed(READING, since, most, taker);
    }

    private Read handed(Set<Integer> interactions, long since, long most, Consumer<Trail.Line> taker) {
        var read = log.read(interactions, since, most, entry -> Trail.each(entry.content(), taker));
        return new Read(read.entries(), read.damaged());
    }

    /// The newest versions that the log knows of resources which got more than one.
    /// @param since milliseconds since the epoch: what was made before is left out
    /// @return by the resources' numbers
    public Map<Long, Integer> newest(Collection<Long> numbers, long since) {
        var wanted = Set.copyOf(numbers);
        var newest = new HashMap<Long, Integer>();
        log.replacing(
                wanted,
                since,
                entry -> Trail.each(entry.content(), line -> {
                    if (line instanceof Trail.Line.Changed changed && wanted.contains(changed.number())) {
                        newest.merge(changed.number(), changed.version(), Math::max);
                    }
                }));
        return newest;
    }

    /// @param entries how many were read
    /// @param damaged how many of them did not open
    public record Read(long entries, long damaged) {}
}
