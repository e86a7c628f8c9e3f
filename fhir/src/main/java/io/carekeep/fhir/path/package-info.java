/// FHIRPath: expressions compiled once and evaluated over the JSON tape.
@NullMarked
package io.carekeep.fhir.path;

import org.jspecify.annotations.NullMarked;
