/// What can be set: in the home's file, the environment and the command line, and where each value came from.
@NullMarked
package io.carekeep.server.settings;

import org.jspecify.annotations.NullMarked;
