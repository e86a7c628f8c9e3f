/// Accounts and what they prove themselves with: passwords, secrets, links and tokens.
@NullMarked
package io.carekeep.identity;

import org.jspecify.annotations.NullMarked;
