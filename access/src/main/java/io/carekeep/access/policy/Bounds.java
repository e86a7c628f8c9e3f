package io.carekeep.access.policy;

import io.carekeep.access.Circumstances;
import io.carekeep.access.Purpose;
import io.carekeep.access.SignIn;
import io.carekeep.access.StepUp;
import java.net.InetAddress;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Under which circumstances a rule counts; decided anew for each request.
/// @param networks from which somebody asks; empty for any
/// @param times at which somebody asks; empty for any
/// @param purposes for which somebody asks; empty for any
/// @param signIn how strongly who asks must have signed in
public record Bounds(Set<Network> networks, Set<Hours> times, Set<Purpose> purposes, StepUp signIn) {

    /// A rule that always counts.
    public static final Bounds NONE = new Bounds(Set.of(), Set.of(), Set.of(), StepUp.NONE);

    // Addresses that are nobody's (RFC 5737, RFC 3849).
    private static final List<InetAddress> ELSEWHERE = Stream.of(
                    "192.0.2.1", "198.51.100.1", "203.0.113.1", "2001:db8::1")
            .map(InetAddress::ofLiteral)
            .toList();

    public Bounds {
        networks = Set.copyOf(networks);
        times = Set.copyOf(times);
        purposes = Set.copyOf(purposes);
    }

    /// @param unknown whether from where and for what is as it must be, when it isn't known
    boolean areMet(Circumstances known, LocalDateTime now, boolean unknown) {
        return isOne(
                        networks.isEmpty(),
                        known.from(),
                        from -> networks.stream().anyMatch(each -> each.has(from)),
                        unknown)
                && isOne(purposes.isEmpty(), known.purpose(), purposes::contains, unknown)
                && (times.isEmpty() || times.stream().anyMatch(each -> each.has(now)))
                && signIn.isMetBy(known.signIn());
    }

    /// Circumstances in which they are met.
    /// @param now when any time is as good
    Situation met(LocalDateTime now) {
        var from = networks.stream().map(Network::address).min(Comparator.comparing(InetAddress::getHostAddress));
        var purpose = purposes.stream().min(Comparator.comparing(Purpose::code));
        var strength = Math.max(signIn.assurance(), 1);
        var proof = signIn.isNone() ? Optional.<SignIn>empty() : Optional.of(new SignIn(strength, Duration.ZERO));
        var time = times.stream().map(each -> each.next(now)).min(Comparator.naturalOrder());
        return new Situation(toString(), new Circumstances(from, purpose, proof), time.orElse(now));
    }

    /// Circumstances in which they are not met, although it is known from where and for what somebody asks; none when
    /// they are met always but for a sign-in.
    /// @param now when any time is as good
    Optional<Situation> unmet(LocalDateTime now) {
        var from = networks.isEmpty()
                ? Optional.<InetAddress>empty()
                : ELSEWHERE.stream()
                        .filter(each -> networks.stream().noneMatch(network -> network.has(each)))
                        .findFirst();
        var purpose = purposes.isEmpty()
                ? Optional.<Purpose>empty()
                : Purpose.all().stream()
                        .filter(each -> !purposes.contains(each))
                        .findFirst();
        var time = Stream.concat(Stream.of(now), times.stream().flatMap(each -> each.ends(now)))
                .filter(each -> times.stream().noneMatch(hours -> hours.has(each)))
                .findFirst();
        boolean asks = from.isPresent() || purpose.isPresent() || !times.isEmpty() && time.isPresent();
        return asks
                ? Optional.of(new Situation(
                        "when it is not: " + this,
                        new Circumstances(from, purpose, Optional.empty()),
                        time.orElse(now)))
                : Optional.empty();
    }

    private static <T> boolean isOne(boolean any, Optional<T> known, Predicate<T> fits, boolean unknown) {
        return any || known.map(fits::test).orElse(unknown);
    }

    /// The same for who has signed in strongly enough.
    Bounds withoutSignIn() {
        return new Bounds(networks, times, purposes, StepUp.NONE);
    }

    @Override
    public String toString() {
        var words = new ArrayList<String>();
        if (!networks.isEmpty()) {
            words.add("from some networks");
        }
        if (!times.isEmpty()) {
            words.add("at some hours");
        }
        if (!purposes.isEmpty()) {
            words.add("for "
                    + String.join(
                            ", ", purposes.stream().map(Purpose::code).sorted().toList()));
        }
        if (!signIn.isNone()) {
            words.add("after a sign-in with an assurance of at least " + Math.max(1, signIn.assurance()));
        }
        signIn.within().ifPresent(most -> words.add("at most " + most.toSeconds() + " seconds after it"));
        return String.join(", ", words);
    }
}
