/// Releases of records to somebody outside the house, such as a registry.
@NullMarked
package io.carekeep.access.release;

import org.jspecify.annotations.NullMarked;
