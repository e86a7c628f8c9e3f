/// The command line.
@NullMarked
package io.carekeep.server.command;

import org.jspecify.annotations.NullMarked;
