package io.carekeep.access.release;

/// How much a search of a release finds.
/// @param patients whom the records are about
public record Found(long records, long patients) {

    private static final int WHOLE = 100;

    /// As much, and so many percent more.
    public Found and(int percent) {
        return new Found(records + records * percent / WHOLE, patients + patients * percent / WHOLE);
    }

    /// Whether it is no more than that.
    public boolean isWithin(Found most) {
        return records <= most.records() && patients <= most.patients();
    }

    static Found least(Found one, Found other) {
        return new Found(Math.min(one.records(), other.records()), Math.min(one.patients(), other.patients()));
    }
}
