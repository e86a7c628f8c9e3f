/// The audit log of a home, as commands ask for it.
@NullMarked
package io.carekeep.server.audit;

import org.jspecify.annotations.NullMarked;
