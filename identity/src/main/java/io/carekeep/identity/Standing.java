package io.carekeep.identity;

import io.carekeep.access.Scopes;
import io.carekeep.access.SignIn;
import io.carekeep.base.Check;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;

/// What a token stands on: the sign-in that it was given for, and what it was asked for. It is the sealed part of the
/// token's row.
/// @param proven when the sign-in was, in milliseconds; 0 when nobody wrote it down
/// @param assurance how strong it was
/// @param scopes that it carries; empty when it is not narrowed
record Standing(long proven, int assurance, Optional<Scopes> scopes) {

    // What rows held before there was anything to say.
    private static final int NOTHING = 0;
    private static final int FORM = 1;
    private static final Standing UNKNOWN = new Standing(0, 1, Optional.empty());

    Standing {
        Check.that(proven >= 0, "a sign-in after 1970");
    }

    static Standing of(byte[] bytes) {
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int form = in.readByte();
            if (form == NOTHING) {
                return UNKNOWN;
            }
            Check.that(form == FORM, "a token's row is of a form that we write");
            long proven = in.readLong();
            int assurance = in.readByte();
            boolean narrowed = in.readBoolean();
            return new Standing(
                    proven, assurance, narrowed ? Optional.of(Scopes.parse(in.readUTF())) : Optional.empty());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    byte[] bytes() {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            out.writeByte(FORM);
            out.writeLong(proven);
            out.writeByte(assurance);
            out.writeBoolean(scopes.isPresent());
            if (scopes.isPresent()) {
                out.writeUTF(scopes.get().text());
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /// The sign-in as it is at this time. When the clock was set back it is taken for as old as it is ahead.
    Optional<SignIn> signIn(long now) {
        return proven == 0
                ? Optional.empty()
                : Optional.of(new SignIn(assurance, Duration.ofMillis(Math.abs(now - proven))));
    }
}
