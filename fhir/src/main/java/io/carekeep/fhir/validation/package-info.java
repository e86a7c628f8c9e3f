/// Finds what is wrong with a resource before it is written.
@NullMarked
package io.carekeep.fhir.validation;

import org.jspecify.annotations.NullMarked;
