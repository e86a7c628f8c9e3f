package io.carekeep.audit.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.vault.Signer;
import org.junit.jupiter.api.Test;

final class SignedNoteTest {

    // From https://pkg.go.dev/golang.org/x/mod/sumdb/note, which made the form.
    private static final String KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    private static final String NOTE = """
            If you think cryptography is the answer to your problem,
            then you don't know what your problem is.

            — PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
            """;

    @Test
    void a_note_that_another_program_signed_is_read() {
        var key = NoteKey.parse(KEY, NoteKey.Kind.LOG);
        var note = SignedNote.parse(NOTE);
        assertThat(note.isSignedBy(key)).isTrue();
        assertThat(note.text()).isEqualTo(NOTE);
        assertThat(key.text()).isEqualTo(KEY);
        assertThat(SignedNote.parse(NOTE.replace("answer", "Answer")).isSignedBy(key))
                .isFalse();
    }

    @Test
    void a_checkpoint_comes_back_as_it_was_signed() {
        var signer = NoteSigner.log(new Signer(new byte[32]));
        var root = new byte[32];
        root[3] = 9;
        var note = SignedNote.parse(
                signer.signed(new Checkpoint(signer.key().name(), 17, root)).text());
        assertThat(note.isSignedBy(signer.key())).isTrue();
        assertThat(Checkpoint.of(note).size()).isEqualTo(17);
        assertThat(Checkpoint.of(note).root()).isEqualTo(root);
        assertThat(Checkpoint.of(note).origin()).isEqualTo(signer.key().name());
    }

    @Test
    void what_is_no_note_no_checkpoint_or_no_key_is_refused() {
        for (var text :
                new String[] {"", "a", "a\n\n", "a\n\n\n", "a\n\nb\n", "a\n\n— b c\n— d\n", "a\n\n— b ====\n"}) {
            assertThatThrownBy(() -> SignedNote.parse(text)).as(text).isInstanceOf(NoteUnusable.class);
        }
        assertThatThrownBy(() -> Checkpoint.of(SignedNote.parse(NOTE))).isInstanceOf(NoteUnusable.class);
        for (var body : new String[] {"a\n1\n", "a\n-1\nAAAA\n", "a\n01\nAAAA\n", "a\n1\nAAAA\n", "\n1\nAAAA\n"}) {
            assertThatThrownBy(() -> Checkpoint.of(new SignedNote(body, java.util.List.of())))
                    .isInstanceOf(NoteUnusable.class);
        }
        for (var key : new String[] {"", "a+b+c", KEY.replace("c74", "c75"), KEY.replace("Neu", "Meu"), KEY + "A"}) {
            assertThatThrownBy(() -> NoteKey.parse(key, NoteKey.Kind.LOG)).isInstanceOf(NoteUnusable.class);
        }
    }
}
