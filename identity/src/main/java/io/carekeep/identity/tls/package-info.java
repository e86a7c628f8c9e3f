/// Keeps the certificate that the server shows: one of its own making, or the site's.
@NullMarked
package io.carekeep.identity.tls;

import org.jspecify.annotations.NullMarked;
