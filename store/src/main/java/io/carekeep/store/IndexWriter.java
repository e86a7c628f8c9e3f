package io.carekeep.store;

import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.search.IndexSink;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Turns what a resource is found by into the index of its row. One for a request, used for one resource after the
/// other; not for several threads.
public final class IndexWriter implements IndexSink {

    private final Tokenizer tokens;
    private final Targets targets;
    private final Ranges ranges = new Ranges();
    private int type;
    private long[] values = new long[32];
    private int count;
    private long present;
    private long[] references = new long[8];
    private int referenceCount;

    /// @param targets what the references lead to
    public IndexWriter(Tokenizer tokens, Targets targets) {
        this.tokens = tokens;
        this.targets = targets;
    }

    /// Which resource a reference leads to.
    public interface Targets {

        /// Its number, or a negative number when it leads out of this server.
        long number(String reference);

        /// Whether every reference that was asked for since the last call either led to a resource or out of this
        /// server.
        default boolean complete() {
            return true;
        }
    }

    void start(int typeOrdinal) {
        type = typeOrdinal;
        count = 0;
        present = 0;
        referenceCount = 0;
        ranges.clear();
    }

    @Override
    public void value(int expression, String normalised) {
        add(tokens.value(type, expression, normalised));
    }

    @Override
    public void coding(int expression, String system, String code, @Nullable String display) {
        add(tokens.coding(type, expression, system, code, display));
    }

    @Override
    public void reference(int expression, Json doc, int node, String reference) {
        long number = targets.number(reference);
        if (number >= 0) {
            add(Numbering.value(expression, number));
            referred(Numbering.value(expression, number));
        } else {
            value(expression, reference);
        }
    }

    @Override
    public void range(int expression, long low, long high) {
        ranges.add(expression, low, high);
        if (Ranges.buckets(low, high) > Ranges.BUCKETS_MAX) {
            add(Ranges.wide(expression));
            return;
        }
        for (long code = low; code <= high; code = Ranges.nextBucket(code)) {
            add(Ranges.bucket(expression, code));
        }
    }

    @Override
    public void present(int bit) {
        present |= 1L << bit;
    }

    /// Adds the patients in whose compartments the resource is: its home's, and those that it refers to so.
    void compartments(ResourceType ofType, long home) {
        if (home == Numbering.SHARED) {
            return;
        }
        add(Numbering.compartment(home));
        for (int at = 0; at < referenceCount; at++) {
            long number = Numbering.number(references[at]);
            if (HomeRule.isPatient(number) && HomeRule.counts(ofType, references[at])) {
                add(Numbering.compartment(number));
            }
        }
    }

    /// Adds the references and compartments that an index had before, if some of them lead nowhere now: the name of an
    /// erased resource is gone, and the number in the index is all that is left of it.
    void keep(long[] before) {
        if (targets.complete()) {
            return;
        }
        for (long value : before) {
            if (Numbering.isReference(value) || Numbering.isCompartment(value)) {
                add(value);
            }
        }
    }

    private void add(long value) {
        if (count == values.length) {
            values = Arrays.copyOf(values, count * 2);
        }
        values[count++] = value;
    }

    private void referred(long value) {
        if (referenceCount == references.length) {
            references = Arrays.copyOf(references, referenceCount * 2);
        }
        references[referenceCount++] = value;
    }

    /// The first resource of a type that an expression leads to, or [HomeRule#NONE].
    long first(int expression, ResourceType type) {
        for (int at = 0; at < referenceCount; at++) {
            long number = Numbering.number(references[at]);
            if (references[at] == Numbering.value(expression, number) && Numbering.isOf(number, type)) {
                return number;
            }
        }
        return HomeRule.NONE;
    }

    long present() {
        return present;
    }

    String ranges() {
        return ranges.text();
    }

    /// The values, sorted and without repeats.
    long[] index() {
        Arrays.sort(values, 0, count);
        int kept = 0;
        for (int at = 0; at < count; at++) {
            if (kept == 0 || values[kept - 1] != values[at]) {
                values[kept++] = values[at];
            }
        }
        return Arrays.copyOf(values, kept);
    }
}
