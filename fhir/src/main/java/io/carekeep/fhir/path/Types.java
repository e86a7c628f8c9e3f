package io.carekeep.fhir.path;

/// What depends on an item's type: `is`, `as`, `ofType` and a path's leading type.
final class Types {

    private Types() {}

    /// The items that are of the named FHIR type.
    static Items named(Items focus, String name) {
        if (focus instanceof Node node) {
            return node.type().isA(name) ? node : Items.None.NONE;
        }
        return kept(focus, new TypeSpecifier("FHIR", name));
    }

    static Items is(Items focus, TypeSpecifier type) {
        return switch (focus) {
            case Items.None _ -> Items.None.NONE;
            case Item item -> Item.Truth.of(type.covers(item));
            case Items.Many _ -> throw Fault.of("at most one item before is");
        };
    }

    static Items as(Items focus, TypeSpecifier type) {
        if (focus instanceof Items.Many) {
            throw Fault.of("at most one item before as");
        }
        return kept(focus, type);
    }

    static Items kept(Items focus, TypeSpecifier type) {
        return switch (focus) {
            case Items.None _ -> Items.None.NONE;
            case Item item -> type.keeps(item) ? item : Items.None.NONE;
            case Items.Many(var items) -> {
                var kept = new Gather();
                for (var item : items) {
                    if (type.keeps(item)) {
                        kept.add(item);
                    }
                }
                yield kept.items();
            }
        };
    }
}
