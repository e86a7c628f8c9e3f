package io.carekeep.store.oracle;

import io.carekeep.fhir.search.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/// Invents queries over a world: their values are taken from its records, so that many are found.
final class Questions {

    /// A query on a type.
    record Question(String type, List<Parameter> parameters) {

        String url() {
            var text = new StringBuilder(type);
            for (int at = 0; at < parameters.size(); at++) {
                var each = parameters.get(at);
                text.append(at == 0 ? '?' : '&').append(each.name()).append('=').append(each.value());
            }
            return text.toString();
        }
    }

    private static final int CHAIN_MAX = 3;

    private final OfficialParameters official;
    private final BruteForce force;
    private final World world;
    private final Asking asking;
    private final List<String> types;

    Questions(OfficialParameters official, BruteForce force, World world) {
        this.official = official;
        this.force = force;
        this.world = world;
        this.asking = new Asking(force, world);
        this.types = world.all().stream().map(Known::type).distinct().sorted().toList();
    }

    Question ask(Random random) {
        var type = one(random, types);
        var like = one(random, world.of(type));
        var asked = new ArrayList<Parameter>();
        int criteria = random.nextInt(10) == 0 ? 0 : random.nextInt(4) == 0 ? 2 + random.nextInt(2) : 1;
        for (int at = 0; at < criteria; at++) {
            asked.add(criterion(random, like, 0));
        }
        results(random, type, asked);
        return new Question(type, asked);
    }

    static <T> T one(Random random, List<T> pool) {
        return pool.get(random.nextInt(pool.size()));
    }

    /// One criterion, mostly true of a record like this.
    Parameter criterion(Random random, Known like, int depth) {
        int kind = random.nextInt(100);
        if (kind < 18 && depth < CHAIN_MAX) {
            return chain(random, like, depth);
        }
        if (kind < 28 && depth < CHAIN_MAX) {
            return reverse(random, like, depth);
        }
        if (kind < 35) {
            return special(random, like);
        }
        return plain(random, like);
    }

    private Parameter special(Random random, Known like) {
        var at = java.time.Instant.ofEpochMilli(like.at()).toString();
        var lists = world.of("List");
        return switch (random.nextInt(3)) {
            case 0 ->
                new Parameter(
                        "_id",
                        like.id()
                                + (random.nextBoolean()
                                        ? ""
                                        : ",nobody,"
                                                + one(random, world.of(like.type()))
                                                        .id()));
            case 1 ->
                new Parameter(
                        "_lastUpdated",
                        one(random, List.of("", "gt", "le", "ne", "ge", "lt"))
                                + (random.nextBoolean() ? at.substring(0, 10) : at.substring(0, 19) + "Z"));
            default ->
                lists.isEmpty()
                        ? new Parameter("_id", like.id())
                        : new Parameter(
                                "_list",
                                one(random, lists).id()
                                        + one(
                                                random,
                                                List.of(
                                                        "",
                                                        "," + one(random, lists).id())));
        };
    }

    /// A criterion without a chain.
    Parameter plain(Random random, Known like) {
        var all = List.copyOf(official.of(like.type()));
        var valued =
                all.stream().filter(each -> !force.values(like, each).isEmpty()).toList();
        var parameter = one(random, random.nextInt(8) > 0 && !valued.isEmpty() ? valued : all);
        if (random.nextInt(12) == 0) {
            return new Parameter(parameter.code() + ":missing", Boolean.toString(random.nextInt(3) == 0));
        }
        var modifier = asking.modifier(random, parameter, like);
        var value = asking.value(random, parameter, modifier, like);
        if (random.nextInt(4) == 0) {
            value += "," + asking.value(random, parameter, modifier, one(random, world.of(like.type())));
        }
        return new Parameter(modifier.isEmpty() ? parameter.code() : parameter.code() + ":" + modifier, value);
    }

    private List<Official> references(String type) {
        return force.references(type, "*").stream()
                .filter(each -> each.branches().stream()
                        .noneMatch(branch -> branch.expression().contains("instantiates")))
                .toList();
    }

    private Parameter chain(Random random, Known like, int depth) {
        var by = references(like.type()).stream()
                .filter(each -> targets(like, each).findAny().isPresent())
                .toList();
        if (by.isEmpty()) {
            return plain(random, like);
        }
        var parameter = one(random, by);
        var target = one(random, targets(like, parameter).toList());
        var rest = criterion(random, target, depth + 1);
        var type = random.nextInt(3) > 0 ? ":" + target.type() : "";
        return new Parameter(parameter.code() + type + "." + rest.name(), rest.value());
    }

    private java.util.stream.Stream<Known> targets(Known from, Official by) {
        return force.values(from, by).stream()
                .flatMap(each -> world.target(each).stream())
                .filter(target -> by.targets().isEmpty() || by.targets().contains(target.type()));
    }

    private Parameter reverse(Random random, Known like, int depth) {
        var source = one(random, List.copyOf(world.all()));
        for (int trial = 0; trial < 60; trial++) {
            var by = references(source.type());
            if (!by.isEmpty()) {
                var parameter = one(random, by);
                if (force.refers(source, parameter, like) || trial > 50) {
                    var rest = criterion(random, source, depth + 1);
                    return new Parameter(
                            "_has:" + source.type() + ":" + parameter.code() + ":" + rest.name(), rest.value());
                }
            }
            source = one(random, List.copyOf(world.all()));
        }
        return plain(random, like);
    }

    private void results(Random random, String type, List<Parameter> asked) {
        if (random.nextInt(4) == 0) {
            var keys = IntStream.rangeClosed(0, random.nextInt(2))
                    .mapToObj(_ -> (random.nextBoolean() ? "-" : "") + sortKey(random, type))
                    .toList();
            asked.add(new Parameter("_sort", String.join(",", keys)));
        }
        int count = random.nextInt(3);
        if (count == 0) {
            asked.add(new Parameter("_count", Integer.toString(1 + random.nextInt(12))));
        }
        if (random.nextInt(4) == 0) {
            asked.add(new Parameter("_total", "accurate"));
        }
        if (random.nextInt(15) == 0) {
            asked.add(new Parameter("_summary", "count"));
        }
        int includes = random.nextInt(6) == 0 ? 1 + random.nextInt(3) : 0;
        for (int at = 0; at < includes; at++) {
            include(random, type, at, asked);
        }
    }

    private String sortKey(Random random, String type) {
        var all = official.of(type).stream()
                .filter(each -> !each.kind().equals("special") && !each.kind().equals("composite"))
                .map(Official::code)
                .toList();
        return random.nextInt(5) == 0 ? one(random, List.of("_lastUpdated", "_id")) : one(random, all);
    }

    private void include(Random random, String type, int at, List<Parameter> asked) {
        boolean reverse = random.nextBoolean();
        var source = reverse || at > 0 ? one(random, types) : type;
        var by = references(source);
        if (by.isEmpty()) {
            return;
        }
        var parameter = one(random, by);
        var code = random.nextInt(10) == 0 ? "*" : parameter.code();
        var targets = parameter.targets().stream().filter(types::contains).toList();
        var target = random.nextInt(3) == 0 && !targets.isEmpty() ? ":" + one(random, targets) : "";
        var iterate = random.nextInt(3) == 0 ? ":iterate" : "";
        asked.add(new Parameter((reverse ? "_revinclude" : "_include") + iterate, source + ":" + code + target));
    }
}
