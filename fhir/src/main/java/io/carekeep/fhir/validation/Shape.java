package io.carekeep.fhir.validation;

import io.carekeep.fhir.definitions.TypeDef;
import io.carekeep.fhir.path.TypeModel;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A type as the walk needs it: its properties by name number, and sets of elements as bits of a long.
final class Shape {

    private final TypeDef definition;
    private final TypeModel.Type type;
    // Open addressing by name number; 0 is no property's number.
    private int[] numbers = {0};
    private @Nullable Slot[] slots = {null};
    private int[] shadowNumbers = {0};
    private @Nullable Slot[] shadows = {null};
    private long required;
    private long content;
    private List<Rule> rules = List.of();

    Shape(TypeDef definition, TypeModel.Type type) {
        this.definition = definition;
        this.type = type;
    }

    /// Completes it; types hold each other, so the shapes have to be there first.
    /// @param content the elements that make one more than its id
    void complete(List<Slot> all, long required, long content, List<Rule> rules) {
        this.required = required;
        this.content = content;
        this.rules = rules;
        int size = Integer.highestOneBit(Math.max(1, all.size()) * 2) * 2;
        numbers = new int[size];
        slots = new Slot[size];
        shadowNumbers = new int[size];
        shadows = new Slot[size];
        for (var slot : all) {
            put(slot.property().number(), slot, numbers, slots);
            if (slot.shadow() != 0) {
                put(slot.shadow(), slot, shadowNumbers, shadows);
            }
        }
    }

    private static void put(int number, Slot slot, int[] numbers, @Nullable Slot[] slots) {
        int place = number & numbers.length - 1;
        while (numbers[place] != 0) {
            place = place + 1 & numbers.length - 1;
        }
        numbers[place] = number;
        slots[place] = slot;
    }

    /// The property with a name's number, or null.
    @Nullable
    Slot slot(int number) {
        return find(number, numbers, slots);
    }

    /// The primitive whose `_name` has this number, or null.
    @Nullable
    Slot shadow(int number) {
        return find(number, shadowNumbers, shadows);
    }

    private static @Nullable Slot find(int number, int[] numbers, @Nullable Slot[] slots) {
        int place = number & numbers.length - 1;
        while (numbers[place] != number) {
            if (numbers[place] == 0) {
                return null;
            }
            place = place + 1 & numbers.length - 1;
        }
        return slots[place];
    }

    TypeDef definition() {
        return definition;
    }

    TypeModel.Type type() {
        return type;
    }

    long required() {
        return required;
    }

    long content() {
        return content;
    }

    List<Rule> rules() {
        return rules;
    }

    /// The names of the properties, for a message.
    List<String> propertyNames() {
        return Arrays.stream(slots)
                .filter(slot -> slot != null)
                .map(slot -> slot.property().name())
                .sorted()
                .toList();
    }
}
