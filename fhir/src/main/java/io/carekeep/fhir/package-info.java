/// The FHIR R4 language: JSON, definitions, paths, search grammar, validation; no I/O.
@NullMarked
package io.carekeep.fhir;

import org.jspecify.annotations.NullMarked;
