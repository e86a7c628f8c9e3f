/// Measures, and makes what is made from measurements; never shipped.
@NullMarked
package io.carekeep.bench;

import org.jspecify.annotations.NullMarked;
