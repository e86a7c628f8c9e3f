/// Builds the store's parts.
@NullMarked
package io.carekeep.store.wiring;

import org.jspecify.annotations.NullMarked;
