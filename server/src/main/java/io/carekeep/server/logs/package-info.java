/// Log lines on standard error, as text or JSON, without a word that a request brought.
@NullMarked
package io.carekeep.server.logs;

import org.jspecify.annotations.NullMarked;
