/// What a resource is found by, and the language in which it is searched: https://hl7.org/fhir/R4/search.html.
@NullMarked
package io.carekeep.fhir.search;

import org.jspecify.annotations.NullMarked;
