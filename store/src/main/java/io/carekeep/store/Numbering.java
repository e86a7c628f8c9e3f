package io.carekeep.store;

import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.search.Kind;
import io.carekeep.fhir.search.SearchParameters;
import java.util.BitSet;

/// The numbers that stand for resources: 8 bits of type, 40 bits of order. A number in an index carries the ordinal of
/// its expression above: 15 bits.
public final class Numbering {

    /// The home of resources that are everybody's.
    public static final long SHARED = 0;

    static final int ORDER_BITS = 40;
    static final int NUMBER_BITS = 48;
    private static final long NUMBER_MASK = (1L << NUMBER_BITS) - 1;

    // An ordinal that no expression has: it marks the patients in whose compartments a resource is.
    private static final long COMPARTMENT = 32_767;

    private static final BitSet REFERENCES = references();

    private Numbering() {}

    private static BitSet references() {
        var found = new BitSet();
        for (var type : ResourceType.all()) {
            for (var parameter : SearchParameters.r4().all(type)) {
                for (var expression : parameter.expressions()) {
                    found.set(expression.ordinal(), expression.kind() == Kind.REFERENCE);
                }
            }
        }
        return found;
    }

    static long number(ResourceType type, long order) {
        return (long) type.ordinal() << ORDER_BITS | order;
    }

    static long order(long number) {
        return number & (1L << ORDER_BITS) - 1;
    }

    /// The type of the resource with this number.
    public static ResourceType type(long number) {
        return ResourceType.at(ordinal(number));
    }

    /// Whether a number can be that of a resource.
    public static boolean isOfResource(long number) {
        long ordinal = number >>> ORDER_BITS;
        return ordinal >= 1 && ordinal <= ResourceType.all().size();
    }

    /// Whether a number can be that of a resource of this type.
    public static boolean isOf(long number, ResourceType type) {
        return ordinal(number) == type.ordinal();
    }

    private static int ordinal(long number) {
        return (int) (number >>> ORDER_BITS);
    }

    /// Below all numbers of the type.
    public static long first(ResourceType type) {
        return number(type, 0);
    }

    /// Above all numbers of the type.
    public static long last(ResourceType type) {
        return number(type, (1L << ORDER_BITS) - 1);
    }

    /// A value in an index: an expression with a number or a code of 48 bits.
    /// @param expression [IndexExpression#ordinal()]
    public static long value(int expression, long number) {
        return (long) expression << NUMBER_BITS | number;
    }

    /// The ordinal of the expression in an exact value of an index.
    static int expression(long value) {
        return (int) (value >> NUMBER_BITS);
    }

    /// Whether a value of an index says in whose compartment the row is.
    public static boolean isCompartment(long value) {
        return value >> NUMBER_BITS == COMPARTMENT;
    }

    /// Whether a value of an index is a reference, so that its number is a resource's.
    public static boolean isReference(long value) {
        return value > 0 && REFERENCES.get((int) (value >> NUMBER_BITS));
    }

    /// All the values by which an index refers to a resource.
    public static long[] references(long number) {
        return REFERENCES.stream()
                .mapToLong(expression -> value(expression, number))
                .toArray();
    }

    /// The number in a value of an index.
    public static long number(long value) {
        return value & NUMBER_MASK;
    }

    /// The value that a row's index has for its home, and for each other patient in whose compartment it is.
    public static long compartment(long patient) {
        return COMPARTMENT << NUMBER_BITS | patient;
    }
}
