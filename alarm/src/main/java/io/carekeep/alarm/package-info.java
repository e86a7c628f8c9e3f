/// Raises, pages, escalates, and closes only on proof.
@NullMarked
package io.carekeep.alarm;

import org.jspecify.annotations.NullMarked;
