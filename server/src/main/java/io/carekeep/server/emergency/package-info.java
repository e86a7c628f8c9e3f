/// Break the glass over HTTP.
@NullMarked
package io.carekeep.server.emergency;

import org.jspecify.annotations.NullMarked;
