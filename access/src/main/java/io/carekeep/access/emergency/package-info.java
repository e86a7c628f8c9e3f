/// Opens one patient's records for a time to somebody who needs them at once: break the glass.
@NullMarked
package io.carekeep.access.emergency;

import org.jspecify.annotations.NullMarked;
