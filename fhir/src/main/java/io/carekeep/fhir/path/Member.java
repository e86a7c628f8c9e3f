package io.carekeep.fhir.path;

import io.carekeep.fhir.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A step to an element's children of one name.
final class Member implements Expr {

    private final String name;
    private final TypeModel model;
    // Which properties the name means in the type that was met last. Racing threads may overwrite each other's.
    private volatile @Nullable Seen seen;

    /// What a name means in one type.
    private record Seen(TypeModel.Type type, List<TypeModel.Property> properties) {}

    Member(String name, TypeModel model) {
        this.name = name;
        this.model = model;
    }

    String name() {
        return name;
    }

    @Override
    public Items eval(Items focus, Scope scope) {
        return switch (focus) {
            case Items.None _ -> Items.None.NONE;
            case Node node -> {
                var found = new Gather();
                step(node, found, scope);
                yield found.items();
            }
            case Item.TypeName type -> information(type);
            case Item.Value _ -> Items.None.NONE;
            case Items.Many(var items) -> {
                var found = new Gather();
                for (var item : items) {
                    if (item instanceof Node node) {
                        step(node, found, scope);
                    }
                }
                yield found.items();
            }
        };
    }

    private Items information(Item.TypeName type) {
        return switch (name) {
            case "namespace" -> new Item.Text(type.namespace());
            case "name" -> new Item.Text(type.name());
            default -> Items.None.NONE;
        };
    }

    private void step(Node node, Gather found, Scope scope) {
        scope.run().step();
        int holder = node.holder();
        if (holder == Json.NONE) {
            return;
        }
        for (var property : properties(node.type())) {
            Children.add(node.doc(), holder, property, model, found);
        }
    }

    private List<TypeModel.Property> properties(TypeModel.Type type) {
        var last = seen;
        if (last == null || !last.type().equals(type)) {
            last = new Seen(type, type.properties(name));
            seen = last;
        }
        return last.properties();
    }
}
