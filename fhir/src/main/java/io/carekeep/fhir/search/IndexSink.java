package io.carekeep.fhir.search;

import io.carekeep.fhir.json.Json;
import org.jspecify.annotations.Nullable;

/// Takes what an extractor finds in one resource.
public interface IndexSink {

    /// A value that becomes a keyed token.
    void value(int expression, String normalised);

    /// A coding: a keyed token, and a line of the vocabulary.
    /// @param system empty when there is none
    void coding(int expression, String system, String code, @Nullable String display);

    /// A literal reference, as written.
    /// @param node where it stands
    void reference(int expression, Json doc, int node, String reference);

    /// A range of 48-bit numbers, both ends inside: see [Dates] and [Decimals].
    void range(int expression, long low, long high);

    /// The parameter with this bit has a value.
    void present(int bit);
}
