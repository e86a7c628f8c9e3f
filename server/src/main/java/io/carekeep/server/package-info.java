/// Starts Carekeep: wiring, HTTP, command line.
@NullMarked
package io.carekeep.server;

import org.jspecify.annotations.NullMarked;
