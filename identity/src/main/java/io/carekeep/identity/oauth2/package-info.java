/// Gives programs their tokens: OAuth 2 client credentials and revocation.
@NullMarked
package io.carekeep.identity.oauth2;

import org.jspecify.annotations.NullMarked;
