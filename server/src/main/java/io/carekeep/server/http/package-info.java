/// The HTTP edge: TLS, trusted proxies, the closed door, and how a problem is told.
@NullMarked
package io.carekeep.server.http;

import org.jspecify.annotations.NullMarked;
