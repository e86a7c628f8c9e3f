/// The official R4 definitions, compiled at build time: types, elements, codes, search parameters, compartments.
@NullMarked
package io.carekeep.fhir.definitions;

import org.jspecify.annotations.NullMarked;
