package io.carekeep.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

final class SignerTest {

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    // RFC 8032, section 7.1, test 2.
    @Test
    void signs_as_the_specification_says() {
        var signer = new Signer(hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));
        var signature = hex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
                + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
        assertThat(signer.verifier().key())
                .isEqualTo(hex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"));
        assertThat(signer.sign(hex("72"))).isEqualTo(signature);
        assertThat(signer.verifier().verifies(hex("72"), signature)).isTrue();
    }

    @Test
    void another_message_key_or_signature_is_refused() {
        var signer = new Signer(new byte[Signer.KEY_BYTES]);
        var other = new byte[Signer.KEY_BYTES];
        other[0] = 1;
        var signature = signer.sign(hex("01"));
        assertThat(signer.verifier().verifies(hex("02"), signature)).isFalse();
        assertThat(new Signer(other).verifier().verifies(hex("01"), signature)).isFalse();
        assertThat(signer.verifier().verifies(hex("01"), new byte[Verifier.SIGNATURE_BYTES]))
                .isFalse();
        assertThat(signer.verifier().verifies(hex("01"), new byte[1])).isFalse();
    }
}
