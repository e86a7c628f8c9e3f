/// Compares searches with answers found by brute force, with HAPI's FHIRPath engine as a second opinion.
@NullMarked
package io.carekeep.store.oracle;

import org.jspecify.annotations.NullMarked;
