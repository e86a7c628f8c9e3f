/// Looks at a machine and a home, and says how to mend what is wrong.
@NullMarked
package io.carekeep.server.support;

import org.jspecify.annotations.NullMarked;
