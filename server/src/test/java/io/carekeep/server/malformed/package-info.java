/// Requests that nobody should send, in tables, and what becomes of them.
@NullMarked
package io.carekeep.server.malformed;

import org.jspecify.annotations.NullMarked;
