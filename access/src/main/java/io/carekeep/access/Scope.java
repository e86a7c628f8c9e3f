package io.carekeep.access;

import io.carekeep.fhir.ResourceType;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What an app was given of what somebody may do: a scope of SMART on FHIR, of version 1 (`patient/*.read`) or 2
/// (`user/Observation.rs?category=laboratory`).
/// @param type of the records, or null for all
/// @param query what they must be like, as a search says it; empty for all of them
public record Scope(Whose whose, @Nullable ResourceType type, Set<Right> rights, String query) {

    /// Whose records.
    public enum Whose {
        /// Those of the patients that the caller is.
        PATIENT,
        /// All that a person may see.
        USER,
        /// All that a program may see.
        SYSTEM
    }

    /// What may be done with them.
    public enum Right {
        CREATE,
        READ,
        UPDATE,
        DELETE,
        SEARCH
    }

    private static final Pattern TEXT = Pattern.compile(
            "(patient|user|system)/(\\*|[A-Za-z]+)\\.(?:(read|write|\\*)|(?=[cruds])(c?r?u?d?s?)(?:\\?(.+))?)");
    private static final Set<Right> READING = EnumSet.of(Right.READ, Right.SEARCH);
    private static final Set<Right> WRITING = EnumSet.of(Right.CREATE, Right.UPDATE, Right.DELETE);

    public Scope {
        rights = Set.copyOf(rights);
    }

    /// Empty when the text is none that we know.
    static Optional<Scope> find(String text) {
        var found = TEXT.matcher(text);
        if (!found.matches()) {
            return Optional.empty();
        }
        var whose = switch (found.group(1)) {
            case "patient" -> Whose.PATIENT;
            case "user" -> Whose.USER;
            default -> Whose.SYSTEM;
        };
        var rights = found.group(3) == null ? letters(found.group(4)) : words(found.group(3));
        var query = Optional.ofNullable(found.group(5)).orElse("");
        if (found.group(2).equals("*")) {
            return Optional.of(new Scope(whose, null, rights, query));
        }
        return ResourceType.of(found.group(2)).map(type -> new Scope(whose, type, rights, query));
    }

    private static Set<Right> words(String word) {
        return switch (word) {
            case "read" -> READING;
            case "write" -> WRITING;
            default -> EnumSet.allOf(Right.class);
        };
    }

    private static Set<Right> letters(String letters) {
        return letters.chars()
                .mapToObj(letter -> switch (letter) {
                    case 'c' -> Right.CREATE;
                    case 'r' -> Right.READ;
                    case 'u' -> Right.UPDATE;
                    case 'd' -> Right.DELETE;
                    default -> Right.SEARCH;
                })
                .collect(Collectors.toSet());
    }

    /// Whether it speaks of records of this type.
    public boolean names(ResourceType asked) {
        return type == null || type.equals(asked);
    }
}
