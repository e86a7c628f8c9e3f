package io.carekeep.access;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/// What a request returned and changed, for its audit entry: numbers, versions and digests, no record.
///
/// The form: lines, after the entry's [Facts], of a byte (1 returned, 2 changed, 3 erased, 4 sealed again), the number
/// and the version as base-128
/// numbers, for a version sealed again the step as another, and for that and a change the digest of the sealed row, 16
/// bytes. Numbers are written as the difference to the one before.
public final class Trail {

    private static final int RETURNED = 1;
    private static final int CHANGED = 2;
    private static final int ERASED = 3;
    private static final int RESEALED = 4;
    private static final int DIGEST = 16;

    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
    private final Set<Long> replaced = new LinkedHashSet<>();
    private final Set<Long> seen = new TreeSet<>();
    private final Set<Long> written = new TreeSet<>();
    private final Set<Long> concerned = new TreeSet<>();
    private OptionalLong session = OptionalLong.empty();
    private long before;

    /// Something other than a record that the caller gets to see, such as an account.
    public void returned(long number, long version) {
        returned(number, version, Set.of());
    }

    /// A version of a record that the caller gets to see.
    /// @param patients whom it is about, by number
    public synchronized void returned(long number, long version, Set<Long> patients) {
        line(RETURNED, number, version);
        seen.addAll(patients);
    }

    /// Patients of whom the caller is told something without getting to see a record.
    public synchronized void told(Set<Long> patients) {
        seen.addAll(patients);
    }

    /// What the caller made of something other than a record.
    /// @param digest of what it is now
    public void changed(long number, long version, byte[] digest) {
        changed(number, version, digest, Set.of());
    }

    /// A version of a record that the caller made.
    /// @param digest of its sealed body
    /// @param patients whom it is about, by number
    public synchronized void changed(long number, long version, byte[] digest, Set<Long> patients) {
        line(CHANGED, number, version);
        lines.writeBytes(digest);
        written.addAll(patients);
        if (version > 1) {
            replaced.add(number);
        }
    }

    /// A version whose content stays and whose seal was made anew.
    /// @param step of the index for which it was; of several digests of a version that of the highest step counts
    /// @param digest of its sealed body
    public synchronized void resealed(long number, long version, int step, byte[] digest) {
        line(RESEALED, number, version);
        Variable.write(lines, step);
        lines.writeBytes(digest);
    }

    /// A version that was erased; version 0 is the key of the home with this number.
    public synchronized void erased(long number, long version) {
        line(ERASED, number, version);
    }

    /// A session that the request began.
    /// @param number that tells it from others
    public synchronized void began(long number) {
        session = OptionalLong.of(number);
    }

    synchronized OptionalLong session() {
        return session;
    }

    /// A patient whom the request is about although it shows and writes nothing of them.
    public synchronized void concerns(long patient) {
        concerned.add(patient);
    }

    private void line(int what, long number, long version) {
        lines.write(what);
        long difference = number - before;
        Variable.writeSigned(lines, difference);
        Variable.write(lines, version);
        before = number;
    }

    /// The resources that got a version after their first.
    synchronized List<Long> replaced() {
        return List.copyOf(replaced);
    }

    /// The patients of whom the caller gets to see something, by number.
    synchronized Set<Long> seen() {
        return Set.copyOf(seen);
    }

    /// The patients of whom the caller wrote something, by number.
    synchronized Set<Long> written() {
        return Set.copyOf(written);
    }

    /// The patients whom it was about otherwise, by number.
    synchronized Set<Long> concerned() {
        return Set.copyOf(concerned);
    }

    /// The patients of whom the caller gets to see something, or wrote something, by number.
    synchronized Set<Long> shown() {
        var shown = new TreeSet<>(seen);
        shown.addAll(written);
        return shown;
    }

    /// All patients whom it was about, by number.
    synchronized Set<Long> about() {
        var about = new TreeSet<>(shown());
        about.addAll(concerned);
        return about;
    }

    /// The lines, as an entry has them.
    public synchronized byte[] bytes() {
        return lines.toByteArray();
    }

    /// One line, as it is read again.
    public sealed interface Line {

        long number();

        int version();

        record Returned(long number, int version) implements Line {}

        /// @param digest of the sealed body
        record Changed(long number, int version, byte[] digest) implements Line {}

        record Erased(long number, int version) implements Line {}

        /// @param step of the index for which it was sealed again
        /// @param digest of the sealed body
        record Resealed(long number, int version, int step, byte[] digest) implements Line {}
    }

    /// Hands over the lines of an audit entry's content.
    public static void each(byte[] content, Consumer<Line> taker) {
        var from = ByteBuffer.wrap(content);
        long number = 0;
        while (from.hasRemaining()) {
            int what = from.get();
            if (what >= Facts.FIRST) {
                int length = (int) Variable.read(from);
                from.position(from.position() + length);
                continue;
            }
            number += Variable.readSigned(from);
            int version = (int) Variable.read(from);
            switch (what) {
                case RETURNED -> taker.accept(new Line.Returned(number, version));
                case CHANGED -> taker.accept(new Line.Changed(number, version, digest(from)));
                case RESEALED ->
                    taker.accept(new Line.Resealed(number, version, (int) Variable.read(from), digest(from)));
                case ERASED -> taker.accept(new Line.Erased(number, version));
                default -> throw new AssertionError("a trail has no other lines");
            }
        }
    }

    private static byte[] digest(ByteBuffer from) {
        var digest = new byte[DIGEST];
        from.get(digest);
        return digest;
    }
}
