/// JSON as a flat tape of offsets over its bytes, so that a bundle of 37 MB is read once and never becomes objects.
@NullMarked
package io.carekeep.fhir.json;

import org.jspecify.annotations.NullMarked;
