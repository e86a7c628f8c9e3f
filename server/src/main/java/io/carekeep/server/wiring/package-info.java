/// Joins the modules and starts them.
@NullMarked
package io.carekeep.server.wiring;

import org.jspecify.annotations.NullMarked;
