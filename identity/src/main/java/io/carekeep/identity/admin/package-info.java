/// Lets administrators make, change and close accounts.
@NullMarked
package io.carekeep.identity.admin;

import org.jspecify.annotations.NullMarked;
