/// Keeps every version of every resource, sealed, in rows that are found by tokens and numbers.
@NullMarked
package io.carekeep.store;

import org.jspecify.annotations.NullMarked;
