/// Gives records to somebody outside the house, encrypted to them, once two others have approved it.
@NullMarked
package io.carekeep.server.release;

import org.jspecify.annotations.NullMarked;
