package io.carekeep.access;

import io.carekeep.audit.Entry;
import io.carekeep.fhir.ResourceType;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// What an audit entry says besides the lines of its [Trail]: how and for what somebody asked, in which words, and
/// whom it was about.
///
/// The form: for each fact a byte from 16 on, its length as a base-128 number, its bytes. Who reads passes over what
/// they don't know.
/// @param from the address from which they asked
/// @param purpose for which they asked
/// @param session in which they asked
/// @param signIn by which they had proved who they are
/// @param type of the resources that were asked for
/// @param asked what was asked for in words, at most [#ASKED_MOST] bytes of it
/// @param seen the patients of whom something was shown, by number
/// @param written the patients of whom something was written
/// @param concerned the patients whom it was about otherwise
public record Facts(
        Optional<InetAddress> from,
        Optional<Purpose> purpose,
        OptionalLong session,
        Optional<SignIn> signIn,
        Optional<ResourceType> type,
        Optional<String> asked,
        Set<Long> seen,
        Set<Long> written,
        Set<Long> concerned) {

    /// The most bytes that are kept of what was asked for.
    public static final int ASKED_MOST = 2_000;

    // Stored: add, never change. Those below are the lines of a trail.
    static final int FIRST = 16;
    private static final int FROM = 16;
    private static final int PURPOSE = 17;
    private static final int SESSION = 18;
    private static final int SIGN_IN = 19;
    private static final int TYPE = 20;
    private static final int ASKED = 21;
    private static final int SEEN = 22;
    private static final int WRITTEN = 23;
    private static final int CONCERNED = 24;

    public Facts {
        seen = Set.copyOf(seen);
        written = Set.copyOf(written);
        concerned = Set.copyOf(concerned);
    }

    static Facts of(Circumstances known, Action action, Set<Long> seen, Set<Long> written, Set<Long> concerned) {
        return new Facts(
                known.from(),
                known.purpose(),
                known.session(),
                known.signIn(),
                Optional.ofNullable(action.type()),
                Optional.ofNullable(action.asked()),
                seen,
                written,
                concerned);
    }

    /// As an entry has them, before the lines.
    public byte[] bytes() {
        var to = new ByteArrayOutputStream();
        from.ifPresent(address -> write(to, FROM, address.getAddress()));
        purpose.ifPresent(code -> write(to, PURPOSE, ascii(code.code())));
        session.ifPresent(number -> write(
                to, SESSION, ByteBuffer.allocate(Long.BYTES).putLong(number).array()));
        signIn.ifPresent(proof -> write(to, SIGN_IN, bytes(proof)));
        type.ifPresent(name -> write(to, TYPE, ascii(name.name())));
        asked.ifPresent(words -> write(to, ASKED, cut(words)));
        numbers(to, SEEN, seen);
        numbers(to, WRITTEN, written);
        numbers(to, CONCERNED, concerned);
        return to.toByteArray();
    }

    private static void numbers(ByteArrayOutputStream to, int fact, Set<Long> numbers) {
        if (!numbers.isEmpty()) {
            write(to, fact, Variable.sorted(numbers));
        }
    }

    private static void write(ByteArrayOutputStream to, int fact, byte[] value) {
        to.write(fact);
        Variable.write(to, value.length);
        to.writeBytes(value);
    }

    private static byte[] bytes(SignIn proof) {
        var bytes = new ByteArrayOutputStream();
        bytes.write(proof.assurance());
        Variable.write(bytes, proof.age().toSeconds());
        return bytes.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    // Not in the middle of a character.
    private static byte[] cut(String words) {
        var bytes = words.getBytes(StandardCharsets.UTF_8);
        int end = Math.min(bytes.length, ASKED_MOST);
        while (end < bytes.length && end > 0 && (bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return end == bytes.length ? bytes : java.util.Arrays.copyOf(bytes, end);
    }

    /// What an entry that was read again says.
    public static Facts of(Entry entry) {
        var reading = new Reading();
        var from = ByteBuffer.wrap(entry.content());
        while (from.hasRemaining() && from.get(from.position()) >= FIRST) {
            int fact = from.get();
            int length = (int) Variable.read(from);
            reading.take(fact, from.slice(from.position(), length));
            from.position(from.position() + length);
        }
        return reading.facts();
    }

    /// Every patient whom the entry is about.
    public boolean isAbout(long patient) {
        return seen.contains(patient) || written.contains(patient) || concerned.contains(patient);
    }

    private static final class Reading {

        private Optional<InetAddress> from = Optional.empty();
        private Optional<Purpose> purpose = Optional.empty();
        private OptionalLong session = OptionalLong.empty();
        private Optional<SignIn> signIn = Optional.empty();
        private Optional<ResourceType> type = Optional.empty();
        private Optional<String> asked = Optional.empty();
        private Set<Long> seen = Set.of();
        private Set<Long> written = Set.of();
        private Set<Long> concerned = Set.of();

        void take(int fact, ByteBuffer value) {
            switch (fact) {
                case FROM -> from = Optional.of(address(value));
                case PURPOSE -> purpose = Optional.of(new Purpose(text(value)));
                case SESSION -> session = OptionalLong.of(value.getLong());
                case SIGN_IN -> signIn = Optional.of(new SignIn(value.get(), Duration.ofSeconds(Variable.read(value))));
                case TYPE -> type = ResourceType.of(text(value));
                case ASKED -> asked = Optional.of(text(value));
                case SEEN -> seen = Variable.sorted(value);
                case WRITTEN -> written = Variable.sorted(value);
                case CONCERNED -> concerned = Variable.sorted(value);
                default -> {}
            }
        }

        Facts facts() {
            return new Facts(from, purpose, session, signIn, type, asked, seen, written, concerned);
        }

        private static String text(ByteBuffer value) {
            return StandardCharsets.UTF_8.decode(value).toString();
        }

        private static InetAddress address(ByteBuffer value) {
            var bytes = new byte[value.remaining()];
            value.get(bytes);
            try {
                return InetAddress.getByAddress(bytes);
            } catch (UnknownHostException impossible) {
                throw new AssertionError("an address has 4 or 16 bytes", impossible);
            }
        }
    }
}
