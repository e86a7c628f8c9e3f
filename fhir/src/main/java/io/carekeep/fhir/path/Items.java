package io.carekeep.fhir.path;

import java.util.List;
import java.util.function.Consumer;

/// What an expression gives: an ordered collection. A single item is a collection of one, without a wrapper.
public sealed interface Items permits Item, Items.None, Items.Many {

    /// How many items there are.
    int size();

    /// The item at a place from 0.
    Item at(int place);

    /// Whether there is none.
    default boolean isEmpty() {
        return size() == 0;
    }

    default void each(Consumer<Item> action) {
        for (int place = 0; place < size(); place++) {
            action.accept(at(place));
        }
    }

    /// The items as a list.
    default List<Item> list() {
        var list = new Gather(size());
        list.addAll(this);
        return list.asList();
    }

    /// No item.
    enum None implements Items {
        NONE;

        @Override
        public int size() {
            return 0;
        }

        @Override
        public Item at(int place) {
            throw new IndexOutOfBoundsException(place);
        }
    }

    /// Two or more.
    record Many(List<Item> items) implements Items {
        @Override
        public int size() {
            return items.size();
        }

        @Override
        public Item at(int place) {
            return items.get(place);
        }
    }
}
