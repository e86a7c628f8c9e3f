/// Lets people in and out, and tells for each request who asks.
@NullMarked
package io.carekeep.identity.signin;

import org.jspecify.annotations.NullMarked;
