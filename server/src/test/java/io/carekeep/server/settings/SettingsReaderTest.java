package io.carekeep.server.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.base.database.DatabaseLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsReaderTest {

    @TempDir
    private Path home;

    private Settings read(String file, Map<String, String> environment, Map<Setting, String> options)
            throws IOException {
        Files.writeString(home.resolve(SettingsReader.FILE), file);
        return SettingsReader.read(home, environment, options);
    }

    @Test
    void a_home_without_a_file_has_the_defaults() {
        var settings = SettingsReader.read(home, Map.of(), Map.of());

        assertThat(settings.port()).isEqualTo(8443);
        assertThat(settings.managementPort()).isEqualTo(8444);
        assertThat(settings.transport()).isInstanceOf(Transport.OwnCertificate.class);
        assertThat(settings.databaseOf(home)).isEqualTo(new DatabaseLocation.Embedded(home));
        assertThat(settings.given(Setting.PORT).source()).isEqualTo(Source.DEFAULT);
    }

    @Test
    void the_environment_wins_over_the_file_and_an_option_over_both() throws IOException {
        var file = "port: 1001\nsite-time-zone: Europe/Berlin\nlog:\n  format: json\n";
        var environment = Map.of("CAREKEEP_PORT", "1002", "CAREKEEP_SITE_TIME_ZONE", "Asia/Tokyo", "PATH", "/bin");

        var settings = read(file, environment, Map.of(Setting.PORT, "1003"));

        assertThat(settings.port()).isEqualTo(1003);
        assertThat(settings.siteTimeZone().getId()).isEqualTo("Asia/Tokyo");
        assertThat(settings.logFormat()).isEqualTo(LogFormat.JSON);
        assertThat(settings.given(Setting.PORT).source()).isEqualTo(Source.OPTION);
        assertThat(settings.given(Setting.SITE_TIME_ZONE).source()).isEqualTo(Source.ENVIRONMENT);
        assertThat(settings.given(Setting.LOG_FORMAT).source()).isEqualTo(Source.FILE);
    }

    @Test
    void tiles_go_to_folders_with_absolute_paths() throws IOException {
        assertThat(read("audit:\n  tiles: [/mnt/a, /mnt/b]\n", Map.of(), Map.of())
                        .auditTiles())
                .containsExactly(Path.of("/mnt/a"), Path.of("/mnt/b"));
        assertThat(read("", Map.of(), Map.of()).auditTiles()).isEmpty();
        assertThatThrownBy(() -> read("audit:\n  tiles: tiles\n", Map.of(), Map.of()))
                .isInstanceOf(SettingsUnusable.class)
                .hasMessageContaining("audit.tiles");
    }

    @Test
    void an_unknown_key_is_named() {
        assertThatThrownBy(() -> read("tls:\n  certifcate: x\n", Map.of(), Map.of()))
                .isInstanceOf(SettingsUnusable.class)
                .hasMessageContaining("tls.certifcate");
    }

    @Test
    void an_unknown_variable_is_named() {
        assertThatThrownBy(() -> read("", Map.of("CAREKEEP_PROT", "1"), Map.of()))
                .isInstanceOf(SettingsUnusable.class)
                .hasMessageContaining("CAREKEEP_PROT");
    }

    @Test
    void the_launchers_own_variables_are_no_settings() throws IOException {
        assertThat(read("", Map.of("CAREKEEP_JAVA_OPTS", "-Xmx1g", "CAREKEEP_HOME", "/x"), Map.of())
                        .port())
                .isEqualTo(8443);
    }

    @Test
    void plain_http_stays_on_loopback() throws IOException {
        assertThat(read("http: true\n", Map.of(), Map.of()).address()).isEqualTo("127.0.0.1");
        assertThatThrownBy(() -> read("http: true\naddress: 0.0.0.0\n", Map.of(), Map.of()))
                .isInstanceOf(SettingsUnusable.class)
                .hasMessageContaining("loopback");
    }

    @Test
    void a_certificate_needs_its_key() {
        assertThatThrownBy(() -> read("tls.certificate: a.pem\n", Map.of(), Map.of()))
                .isInstanceOf(SettingsUnusable.class)
                .hasMessageContaining("tls.key");
    }

    @Test
    void an_external_database_needs_its_passwords() throws IOException {
        var file = "database:\n  url: jdbc:postgresql://db/carekeep\n  owner: keeper\n  owner-password: one\n";
        assertThatThrownBy(() -> read(file, Map.of(), Map.of()))
                .isInstanceOf(SettingsUnusable.class)
                .hasMessageContaining("database.app-password");

        var settings = read(file, Map.of("CAREKEEP_DATABASE_APP_PASSWORD", "two"), Map.of());
        assertThat(settings.database())
                .isEqualTo(new DatabaseLocation.External("jdbc:postgresql://db/carekeep", "keeper", "one", "two"));
    }

    @Test
    void no_message_and_no_text_form_quotes_a_secret() throws IOException {
        assertThatThrownBy(() -> read("database.url: jdbc:postgresql://db/x?password=hush\n", Map.of(), Map.of()))
                .isInstanceOf(SettingsUnusable.class)
                .message()
                .doesNotContain("hush");
        assertThat(read("database.app-password: hush\n", Map.of(), Map.of()).toString())
                .doesNotContain("hush");
    }

    @Test
    void a_value_of_the_wrong_kind_names_its_key_and_place() {
        assertThatThrownBy(() -> read("port: eighty\n", Map.of(), Map.of()))
                .hasMessage("port (carekeep.yaml) must be a number from 0 to 65535");
        assertThatThrownBy(() -> read("site-time-zone: Middle/Earth\n", Map.of(), Map.of()))
                .hasMessageContaining("site-time-zone");
        assertThatThrownBy(() -> read("- a\n- b\n", Map.of(), Map.of())).isInstanceOf(SettingsUnusable.class);
        assertThatThrownBy(() -> read("a: [b\n", Map.of(), Map.of())).isInstanceOf(SettingsUnusable.class);
    }

    @Test
    void a_list_of_proxies_is_a_yaml_list_or_a_text_with_commas() throws IOException {
        assertThat(read("trusted-proxies:\n  - 10.0.0.1\n  - ::1\n", Map.of(), Map.of())
                        .trustedProxies())
                .containsExactly("10.0.0.1", "::1");
        assertThat(read("trusted-proxies: 10.0.0.1, 10.0.0.2\n", Map.of(), Map.of())
                        .trustedProxies())
                .containsExactly("10.0.0.1", "10.0.0.2");
        assertThatThrownBy(() -> read("trusted-proxies: proxy.example.org\n", Map.of(), Map.of()))
                .hasMessageContaining("trusted-proxies");
    }
}
