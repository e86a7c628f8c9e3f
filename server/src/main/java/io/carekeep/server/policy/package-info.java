/// The policy of a running server: where it is kept, and how it is changed by command and over HTTP.
@NullMarked
package io.carekeep.server.policy;

import org.jspecify.annotations.NullMarked;
