/// Builds the parts of this module.
@NullMarked
package io.carekeep.alarm.wiring;

import org.jspecify.annotations.NullMarked;
