/// How a command on the same machine reaches the running server of a home.
@NullMarked
package io.carekeep.server.local;

import org.jspecify.annotations.NullMarked;
