/// Sends bundles to a running server, each once.
@NullMarked
package io.carekeep.server.loading;

import org.jspecify.annotations.NullMarked;
