package io.carekeep.access;

import io.carekeep.fhir.ResourceType;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a caller asks for.
/// @param type of the resources, or null when it is about more than one type
/// @param asked what was asked for in words, such as `Patient?name=chalmers`, or null: it decides nothing
public record Action(
        Interaction interaction,
        @Nullable ResourceType type,
        @Nullable String asked) {

    public Action(Interaction interaction, @Nullable ResourceType type) {
        this(interaction, type, null);
    }

    /// The same, with what was asked for in words, which only the audit log gets to see.
    public Action asked(String words) {
        return new Action(interaction, type, words);
    }

    /// Whether it is decided as another is.
    boolean isLike(Action other) {
        return interaction == other.interaction && Objects.equals(type, other.type);
    }

    public static Action read(ResourceType type) {
        return new Action(Interaction.READ, type);
    }

    public static Action vread(ResourceType type) {
        return new Action(Interaction.VREAD, type);
    }

    public static Action search(ResourceType type) {
        return new Action(Interaction.SEARCH, type);
    }

    public static Action history(@Nullable ResourceType type) {
        return new Action(Interaction.HISTORY, type);
    }

    public static Action create(ResourceType type) {
        return new Action(Interaction.CREATE, type);
    }

    public static Action update(ResourceType type) {
        return new Action(Interaction.UPDATE, type);
    }

    public static Action patch(ResourceType type) {
        return new Action(Interaction.PATCH, type);
    }

    public static Action delete(ResourceType type) {
        return new Action(Interaction.DELETE, type);
    }

    public static Action transaction() {
        return new Action(Interaction.TRANSACTION, null);
    }

    public static Action of(Interaction interaction) {
        return new Action(interaction, null);
    }

    @Override
    public String toString() {
        return interaction + (type == null ? "" : " " + type.name());
    }
}
