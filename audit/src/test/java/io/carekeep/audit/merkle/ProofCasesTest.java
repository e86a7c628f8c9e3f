package io.carekeep.audit.merkle;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.testkit.Safeguard;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The cases of https://github.com/transparency-dev/merkle/tree/main/testdata, each a file.
@Safeguard("164.312(b)")
final class ProofCasesTest {

    private static final Pattern STRING = Pattern.compile("\"([^\"]*)\"");

    /// A case is one flat object: numbers, strings and one list of strings.
    private record Case(String text) {

        private Matcher field(String name, String form) {
            var found = Pattern.compile("\"" + name + "\": *" + form).matcher(text);
            assertThat(found.find()).isTrue();
            return found;
        }

        // Some are as large as an unsigned number can be; they come out negative.
        long number(String name) {
            return new BigInteger(field(name, "(\\d+)").group(1)).longValue();
        }

        byte[] hash(String name) {
            return Base64.getDecoder().decode(field(name, "(null|\"([^\"]*)\")").group(2));
        }

        List<byte[]> proof() {
            var list = field("proof", "(null|\\[[^\\]]*\\])").group(1);
            var hashes = new ArrayList<byte[]>();
            for (var each = STRING.matcher(list); each.find(); ) {
                hashes.add(Base64.getDecoder().decode(each.group(1)));
            }
            return hashes;
        }

        boolean holds() {
            return "false".equals(field("wantErr", "(true|false)").group(1));
        }
    }

    private interface Check {
        boolean holds(Case from);
    }

    private static int run(String folder, Check check) throws IOException {
        int count = 0;
        try (Stream<Path> files = Files.walk(root().resolve(folder))) {
            for (var file :
                    files.filter(each -> each.toString().endsWith(".json")).toList()) {
                var from = new Case(Files.readString(file));
                assertThat(check.holds(from)).as(file.toString()).isEqualTo(from.holds());
                count++;
            }
        }
        return count;
    }

    private static Path root() {
        try {
            return Path.of(Objects.requireNonNull(ProofCasesTest.class.getResource("/cases/rfc6962"))
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @Test
    void proofs_of_inclusion_are_told_from_false_ones() throws IOException {
        assertThat(run(
                        "inclusion",
                        from -> Proofs.includes(
                                from.number("leafIdx"),
                                from.number("treeSize"),
                                from.hash("leafHash"),
                                from.proof(),
                                from.hash("root"))))
                .isEqualTo(98);
    }

    @Test
    void proofs_of_inclusion_in_a_subtree_are_told_from_false_ones() throws IOException {
        assertThat(run(
                        "subtreeinclusion",
                        from -> Proofs.includes(
                                from.number("leafIdx"),
                                from.number("start"),
                                from.number("end"),
                                from.hash("leafHash"),
                                from.proof(),
                                from.hash("root"))))
                .isEqualTo(204);
    }

    @Test
    void proofs_of_consistency_are_told_from_false_ones() throws IOException {
        assertThat(run(
                        "consistency",
                        from -> Proofs.extendsTo(
                                from.number("size1"),
                                from.number("size2"),
                                from.hash("root1"),
                                from.hash("root2"),
                                from.proof())))
                .isEqualTo(98);
    }

    @Test
    void proofs_of_consistency_of_a_subtree_are_told_from_false_ones() throws IOException {
        assertThat(run(
                        "subtreeconsistency",
                        from -> Proofs.extendsTo(
                                from.number("start"),
                                from.number("end"),
                                from.number("size"),
                                from.hash("root1"),
                                from.hash("root2"),
                                from.proof())))
                .isEqualTo(118);
    }
}
