/// Speaks FHIR's REST interface over HTTP, a file per interaction, and hands the work through the gate to the store.
@NullMarked
package io.carekeep.store.interaction;

import org.jspecify.annotations.NullMarked;
