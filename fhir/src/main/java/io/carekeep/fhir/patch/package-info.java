/// Changes to a resource as clients send them: JSON Patch and FHIRPath Patch.
@NullMarked
package io.carekeep.fhir.patch;

import org.jspecify.annotations.NullMarked;
