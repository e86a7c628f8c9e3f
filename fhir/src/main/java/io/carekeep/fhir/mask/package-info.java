/// Leaves out of records the elements that their reader may not see.
@NullMarked
package io.carekeep.fhir.mask;

import org.jspecify.annotations.NullMarked;
