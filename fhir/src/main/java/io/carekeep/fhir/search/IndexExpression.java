package io.carekeep.fhir.search;

import io.carekeep.fhir.ResourceType;

/// One branch of a search parameter's path, shared by every parameter that has it.
public final class IndexExpression {

    private final int ordinal;
    private final ResourceType type;
    private final Kind kind;
    private final String path;
    private final Route route;

    IndexExpression(int ordinal, ResourceType type, Kind kind, String path, Route route) {
        this.ordinal = ordinal;
        this.type = type;
        this.kind = kind;
        this.path = path;
        this.route = route;
    }

    /// What stands for it in stored indexes: frozen, 15 bits.
    public int ordinal() {
        return ordinal;
    }

    public ResourceType type() {
        return type;
    }

    public Kind kind() {
        return kind;
    }

    /// After the type, such as `value.as(Quantity)`.
    public String path() {
        return path;
    }

    Route route() {
        return route;
    }

    @Override
    public String toString() {
        return type + "." + path;
    }
}
