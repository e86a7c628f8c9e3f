package io.carekeep.server.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.server.local.LocalUnusable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LoaderTest {

    @TempDir
    private Path place;

    private final BundleTaker server = new BundleTaker();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @AfterEach
    void stop() {
        server.close();
    }

    private int load(Path... paths) throws IOException {
        var home = Files.createDirectories(place.resolve("home"));
        var out = new PrintStream(said, true, StandardCharsets.UTF_8);
        return new Loader(server.base(), HttpClient.newHttpClient(), "token", home, out, false).load(List.of(paths));
    }

    private static String bundle(String name) {
        return "{\"resourceType\":\"Bundle\",\"type\":\"transaction\",\"entry\":[{\"resource\":{\"resourceType\":\"Patient\","
                + "\"identifier\":[{\"system\":\"urn:test\",\"value\":\"" + name
                + "\"}]},\"request\":{\"method\":\"POST\",\"url\":\"Patient\"}}]}";
    }

    private Path folder() throws IOException {
        var folder = Files.createDirectories(place.resolve("in/below"));
        Files.writeString(folder.resolve("Amina_Test.json"), bundle("amina"));
        Files.writeString(folder.resolve("practitionerInformation.json"), bundle("practitioners"));
        Files.writeString(place.resolve("in/hospitalInformation.json"), bundle("hospitals"));
        Files.writeString(place.resolve("in/notes.txt"), "no bundle");
        return place.resolve("in");
    }

    @Test
    void hospitals_go_first_then_practitioners_then_patients() throws IOException {
        assertThat(load(folder())).isZero();
        assertThat(server.taken()).containsExactly("hospitals", "practitioners", "amina");
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("3 of 3 bundles, 3 resources");
    }

    @Test
    void an_archive_is_read_like_a_folder() throws IOException {
        var archive = place.resolve("all.tgz");
        try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(archive)))) {
            for (var name : List.of("Amina_Test", "hospitals")) {
                var bytes = bundle(name).getBytes(StandardCharsets.UTF_8);
                var entry = new TarArchiveEntry("a/" + name + ".json");
                entry.setSize(bytes.length);
                tar.putArchiveEntry(entry);
                tar.write(bytes);
                tar.closeArchiveEntry();
            }
        }
        assertThat(load(archive)).isZero();
        assertThat(server.taken()).containsExactly("hospitals", "Amina_Test");
    }

    @Test
    void a_second_load_sends_nothing_even_under_another_name() throws IOException {
        load(folder());
        Files.move(place.resolve("in/below/Amina_Test.json"), place.resolve("in/other.json"));
        assertThat(load(place.resolve("in"))).isZero();
        assertThat(server.taken()).hasSize(3);
    }

    @Test
    void a_refused_bundle_is_told_by_place_and_digest_and_the_rest_goes_on() throws IOException {
        server.refuse("practitioners");
        assertThat(load(folder())).isEqualTo(1);
        assertThat(server.taken()).containsExactly("hospitals", "amina");
        assertThat(said.toString(StandardCharsets.UTF_8))
                .containsPattern("bundle 2 \\([0-9a-f]{12}\\): Bundle.entry\\[0\\]: no")
                .doesNotContain("practitionerInformation");

        server.refuse("");
        assertThat(load(folder())).isZero();
        assertThat(server.taken()).containsExactly("hospitals", "amina", "practitioners");
    }

    @Test
    void an_answer_that_was_lost_is_asked_for_and_not_sent_twice() throws IOException {
        server.loseAnswerTo("amina");
        assertThatThrownBy(() -> load(folder())).isInstanceOf(LocalUnusable.class);
        assertThat(server.taken()).contains("amina");

        assertThat(load(folder())).isZero();
        assertThat(server.taken()).containsOnlyOnce("amina");
    }

    @Test
    void the_journal_names_no_file() throws IOException {
        load(folder());
        assertThat(Files.readString(place.resolve("home/load.journal"))).doesNotContainIgnoringCase("amina");
    }

    @Test
    void nothing_to_load_is_an_error() throws IOException {
        var empty = Files.createDirectories(place.resolve("empty"));
        assertThatThrownBy(() -> load(empty)).hasMessageContaining("there is no bundle");
        assertThatThrownBy(() -> load(place.resolve("absent"))).hasMessageContaining("is not there");
    }
}
