/// Builds the parts of this module.
@NullMarked
package io.carekeep.identity.wiring;

import org.jspecify.annotations.NullMarked;
