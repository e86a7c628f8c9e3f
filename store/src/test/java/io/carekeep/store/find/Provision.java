package io.carekeep.store.find;

import io.carekeep.access.Caller;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A provision of an invented consent, and what it means when it is read by itself.
/// @param type `deny`, `permit` or nothing
/// @param kind a resource type
/// @param label such as `urn:example:labels|ETH`
/// @param ended whether its time is over
/// @param inner the provisions in it
public record Provision(
        String type,
        Set<String> actors,
        @Nullable String kind,
        @Nullable String purpose,
        @Nullable String label,
        boolean ended,
        List<Provision> inner) {

    public static final List<String> PURPOSES = List.of("TREAT", "HRESCH");

    /// What provisions speak of.
    /// @param labels two, of which the first is named more often
    public record Words(List<String> actors, List<String> types, List<String> labels) {}

    /// @param depth how deep provisions may stand in it
    public static Provision any(Random random, Words words, int depth) {
        var inner = new ArrayList<Provision>();
        while (depth > 0 && random.nextInt(5) < 3 && inner.size() < 2) {
            inner.add(any(random, words, depth - 1));
        }
        var actors = new HashSet<String>();
        words.actors().stream().filter(_ -> random.nextInt(3) == 0).forEach(actors::add);
        var type = depth == 2 && random.nextInt(4) == 0 ? "" : random.nextBoolean() ? "deny" : "permit";
        return new Provision(
                type,
                actors,
                random.nextInt(3) == 0
                        ? words.types().get(random.nextInt(words.types().size()))
                        : null,
                random.nextInt(4) == 0 ? PURPOSES.get(random.nextInt(2)) : null,
                random.nextInt(2) == 0 ? words.labels().get(random.nextInt(4) / 3) : null,
                random.nextInt(12) == 0,
                inner);
    }

    /// A consent of a patient that says this.
    public String consent(String id, String patient) {
        return ConsentStore.json(id, patient, "active", json());
    }

    /// Its content, in single quotes.
    String json() {
        var parts = new ArrayList<String>();
        if (!type.isEmpty()) {
            parts.add("'type':'" + type + "'");
        }
        if (!actors.isEmpty()) {
            parts.add("'actor':" + actors.stream().map(Provision::actor).collect(Collectors.joining(",", "[", "]")));
        }
        if (kind != null) {
            parts.add("'class':[{'system':'http://hl7.org/fhir/resource-types','code':'" + kind + "'}]");
        }
        if (purpose != null) {
            parts.add(ConsentStore.purpose(purpose));
        }
        if (label != null) {
            var words = label.split("\\|");
            parts.add("'securityLabel':[{'system':'%s','code':'%s'}]".formatted(words[0], words[1]));
        }
        if (ended) {
            parts.add("'period':{'end':'2026-04-30'}");
        }
        if (!inner.isEmpty()) {
            var all = inner.stream().map(each -> "{" + each.json() + "}").collect(Collectors.joining(","));
            parts.add("'provision':[" + all + "]");
        }
        return String.join(",", parts);
    }

    private static String actor(String reference) {
        var one = ConsentStore.actor(reference);
        return one.substring(one.indexOf('{'), one.length() - 1);
    }

    /// Whether it keeps a record of the patient from who asks.
    /// @param has which labels the record has
    /// @param stated what it is asked for, if that is said
    public boolean closes(String of, Predicate<String> has, Caller caller, @Nullable String stated) {
        return closes(of, has, caller, caller, stated);
    }

    /// The same of somebody whom a denial reaches by more than their names.
    /// @param reached who is all of these
    public boolean closes(String of, Predicate<String> has, Caller caller, Caller reached, @Nullable String stated) {
        boolean named = actors.isEmpty() || reached.fhirUser().stream().anyMatch(actors::contains);
        boolean meant = named && isAbout(of, has) && (stated == null || isFor(stated));
        boolean denied = type.equals("deny") && meant;
        return denied && inner.stream().noneMatch(each -> each.excepts(of, has, caller, stated))
                || inner.stream().anyMatch(each -> each.within(this).closes(of, has, caller, reached, stated));
    }

    /// Whether it opens the label that a record of the patient has.
    public boolean opens(String of, Predicate<String> has, Caller caller, @Nullable String stated) {
        return opens(List.of(this), of, has, caller, stated);
    }

    // Every provision on the way must mean it, and one of them name the label and one the caller.
    private static boolean opens(
            List<Provision> way, String of, Predicate<String> has, Caller caller, @Nullable String stated) {
        var last = way.getLast();
        var named = new HashSet<>(caller.fhirUser());
        way.stream().filter(each -> !each.actors().isEmpty()).forEach(each -> named.retainAll(each.actors()));
        boolean opens = last.type().equals("permit")
                && way.stream().allMatch(each -> each.isAbout(of, has) && each.isFor(stated))
                && way.stream().map(Provision::label).anyMatch(Objects::nonNull)
                && way.stream().anyMatch(each -> !each.actors().isEmpty())
                && !named.isEmpty();
        return opens
                || last.inner().stream()
                        .anyMatch(each -> opens(
                                Stream.concat(way.stream(), Stream.of(each)).toList(), of, has, caller, stated));
    }

    private boolean isAbout(String of, Predicate<String> has) {
        return !ended && (label == null || has.test(label)) && (kind == null || kind.equals(of));
    }

    private boolean isFor(@Nullable String stated) {
        return purpose == null || purpose.equals(stated);
    }

    private boolean excepts(String of, Predicate<String> has, Caller caller, @Nullable String stated) {
        boolean named = actors.isEmpty() || caller.fhirUser().stream().anyMatch(actors::contains);
        return type.equals("permit") && named && isAbout(of, has) && isFor(stated);
    }

    // What it does not say itself, what is around it says.
    private Provision within(Provision outer) {
        return new Provision(
                type,
                actors.isEmpty() ? outer.actors : actors,
                kind == null ? outer.kind : kind,
                purpose == null ? outer.purpose : purpose,
                label == null ? outer.label : label,
                ended || outer.ended,
                inner);
    }
}
