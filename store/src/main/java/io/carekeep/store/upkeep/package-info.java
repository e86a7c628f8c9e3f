/// Keeps the stored records in order: erases a home, wraps keys anew, and checks every row.
@NullMarked
package io.carekeep.store.upkeep;

import org.jspecify.annotations.NullMarked;
