/// Builds the parts of the log that work by themselves.
@NullMarked
package io.carekeep.audit.wiring;

import org.jspecify.annotations.NullMarked;
