/// Remembers who did what.
@NullMarked
package io.carekeep.audit;

import org.jspecify.annotations.NullMarked;
