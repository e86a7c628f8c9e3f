package io.carekeep.store.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.carekeep.access.Action;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.patch.JsonPatch;
import io.carekeep.fhir.search.Parameter;
import io.carekeep.fhir.search.QueryText;
import io.carekeep.store.TestStore;
import io.carekeep.store.write.Return;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;

/// Invents writes over a world, most of them about records that are there: by id, by condition and in transactions.
final class Wishes {

    private static final String PATCH = "[{\"op\":\"add\",\"path\":\"/language\",\"value\":\"%s\"}]";

    private final World world;
    private final Questions questions;
    private final List<String> types;
    private final Random random;

    /// @param types of which records are written
    Wishes(World world, Questions questions, List<String> types, Random random) {
        this.world = world;
        this.questions = questions;
        this.types = types;
        this.random = random;
    }

    Wish any() {
        var like = like();
        return switch (random.nextInt(9)) {
            case 0, 1 -> create(like, random.nextInt(5) > 0 ? List.of(condition(like)) : List.of());
            case 2 -> update(like, condition(like));
            case 3 -> put(random.nextInt(4) == 0 ? like.type() + "/wish-" + random.nextInt(3) : like.address());
            case 4 -> patch(like);
            case 5 -> delete(like);
            default -> transaction();
        };
    }

    private Known like() {
        return Questions.one(random, world.of(Questions.one(random, types)));
    }

    private static ResourceType type(String name) {
        return ResourceType.of(name).orElseThrow();
    }

    private Parameter condition(Known like) {
        int kind = random.nextInt(10);
        var identifier = Projection.tree(like).at("/identifier/0");
        if (kind < 3 && identifier.has("value")) {
            return new Parameter("identifier", escaped(identifier.path("value").asText()));
        }
        return kind < 5 ? new Parameter("_id", like.id()) : questions.criterion(random, like, 0);
    }

    private static String escaped(String value) {
        return value.replaceAll("([\\\\,|$])", "\\\\$1");
    }

    /// What some record of a type says, with a reference or two that say which by a condition.
    private ObjectNode doc(String type) {
        var doc = Projection.tree(Questions.one(random, world.of(type)));
        doc.remove(List.of("id", "meta"));
        refer(doc);
        return doc;
    }

    private void refer(JsonNode node) {
        if (node instanceof ArrayNode items) {
            items.forEach(this::refer);
        } else if (node instanceof ObjectNode object) {
            if (object.path("reference").isTextual() && random.nextInt(4) == 0) {
                var target = object.path("reference").asText().replaceAll("/.*", "");
                var some = types.contains(target) ? world.of(target) : List.<Known>of();
                if (!some.isEmpty()) {
                    object.put("reference", asked(Questions.one(random, some)));
                }
            } else {
                object.forEach(this::refer);
            }
        }
    }

    private String asked(Known target) {
        return switch (random.nextInt(4)) {
            case 0 -> target.address();
            case 1 -> target.type() + "?_id=" + target.id();
            default -> target.type() + "?" + QueryText.of(List.of(condition(target)));
        };
    }

    private Wish create(Known like, List<Parameter> condition) {
        var type = type(like.type());
        var json = doc(like.type()).toString();
        return new Wish(
                "create " + json + " if none " + condition,
                Action.create(type),
                Set.of(),
                (store, writer, permit) -> writer.create(permit, type, store.parse(json), condition));
    }

    private Wish update(Known like, Parameter condition) {
        var type = type(like.type());
        var doc = doc(like.type());
        var chosen = new HashSet<String>();
        if (random.nextInt(3) == 0) {
            var id = random.nextBoolean() ? like.id() : "wish-" + random.nextInt(3);
            doc.put("id", id);
            chosen.add(like.type() + "/" + id);
        }
        return new Wish(
                "update where " + condition + " " + doc,
                Action.update(type),
                chosen,
                (store, writer, permit) -> writer.update(
                        permit, type, List.of(condition), store.parse(doc.toString()), OptionalInt.empty()));
    }

    private Wish put(String address) {
        var key = TestStore.key(address);
        var json = doc(key.type().name()).put("id", key.id()).toString();
        var match = random.nextInt(6) == 0 ? OptionalInt.of(1 + random.nextInt(2)) : OptionalInt.empty();
        return new Wish(
                "put " + json + " if " + match,
                Action.update(key.type()),
                Set.of(address),
                (store, writer, permit) -> writer.update(permit, key, store.parse(json), match));
    }

    private Wish patch(Known like) {
        var key = TestStore.key(like.address());
        var patch = PATCH.formatted(random.nextBoolean() ? "de" : "en");
        var condition = List.of(condition(like));
        return random.nextBoolean()
                ? new Wish(
                        "patch " + like.address(),
                        Action.patch(key.type()),
                        Set.of(),
                        (store, writer, permit) -> writer.patch(
                                permit,
                                key,
                                stored -> JsonPatch.apply(stored, store.parse(patch)),
                                OptionalInt.empty()))
                : new Wish(
                        "patch where " + condition,
                        Action.patch(key.type()),
                        Set.of(),
                        (store, writer, permit) -> writer.patch(
                                permit,
                                key.type(),
                                condition,
                                stored -> JsonPatch.apply(stored, store.parse(patch)),
                                OptionalInt.empty()));
    }

    private Wish delete(Known like) {
        var address = random.nextInt(4) == 0 ? like.type() + "/wish-" + random.nextInt(3) : like.address();
        var key = TestStore.key(address);
        var condition = List.of(condition(like));
        return random.nextBoolean()
                ? new Wish(
                        "delete " + address,
                        Action.delete(key.type()),
                        Set.of(),
                        (_, writer, permit) -> writer.delete(permit, key, OptionalInt.empty()))
                : new Wish(
                        "delete where " + condition,
                        Action.delete(key.type()),
                        Set.of(),
                        (_, writer, permit) -> writer.delete(permit, key.type(), condition));
    }

    private Wish transaction() {
        var chosen = new HashSet<String>();
        var entries = new ArrayList<String>();
        // A read that finds nothing refuses the whole, whatever was written before it.
        boolean reads = random.nextInt(5) == 0;
        for (int left = 1 + random.nextInt(4); left > 0; left--) {
            entries.add(reads ? read() : entry(chosen));
        }
        var bundle = "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[%s]}"
                .formatted(String.join(",", entries));
        return new Wish(
                bundle,
                Action.transaction(),
                chosen,
                (store, writer, permit) -> writer.transaction(permit, store.parse(bundle), Return.REPRESENTATION));
    }

    private String entry(Set<String> chosen) {
        var like = like();
        var condition = QueryText.of(List.of(condition(like)));
        return switch (random.nextInt(8)) {
            case 0 -> request("POST", like.type(), "", doc(like.type()).toString());
            case 1 -> request("POST", like.type(), condition, doc(like.type()).toString());
            case 2 ->
                request(
                        "PUT",
                        like.type() + "?" + condition,
                        "",
                        doc(like.type()).toString());
            case 3 -> {
                var id = random.nextInt(4) == 0 ? "wish-" + random.nextInt(3) : like.id();
                chosen.add(like.type() + "/" + id);
                var doc = doc(like.type()).put("id", id);
                yield request("PUT", like.type() + "/" + id, "", doc.toString());
            }
            case 4 -> request("PATCH", addressed(like, condition), "", patch());
            case 5 -> request("DELETE", addressed(like, condition), "", "");
            default -> request("GET", like.type() + "?" + condition, "", "");
        };
    }

    private String read() {
        var like = like();
        return request("GET", addressed(like, QueryText.of(List.of(condition(like)))), "", "");
    }

    private String addressed(Known like, String condition) {
        return random.nextBoolean() ? like.address() : like.type() + "?" + condition;
    }

    private String patch() {
        var patch = PATCH.formatted(random.nextBoolean() ? "de" : "en").getBytes(StandardCharsets.UTF_8);
        return "{\"resourceType\":\"Binary\",\"contentType\":\"application/json-patch+json\",\"data\":\"%s\"}"
                .formatted(Base64.getEncoder().encodeToString(patch));
    }

    private static String request(String method, String url, String ifNone, String resource) {
        var request = Projection.object().put("method", method).put("url", url);
        if (!ifNone.isEmpty()) {
            request.put("ifNoneExist", ifNone);
        }
        return "{\"request\":" + request + (resource.isEmpty() ? "" : ",\"resource\":" + resource) + "}";
    }
}
