package io.carekeep.server.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.alarm.Severity;
import io.carekeep.alarm.paging.MailSettings;
import io.carekeep.testkit.WebhookReceiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AlarmTextsTest {

    private static final String MAIL = """
            alarm.mail.to: [night@clinic.example, day@clinic.example]
            alarm.mail.from: carekeep@clinic.example
            alarm.smtp.host: %s
            alarm.smtp.tls: %s
            """;

    @TempDir
    private Path home;

    private Settings read(String file) throws IOException {
        Files.writeString(home.resolve(SettingsReader.FILE), file);
        return SettingsReader.read(home, Map.of(), Map.of());
    }

    private void refused(String file, String key) {
        assertThatThrownBy(() -> read(file))
                .as(file)
                .isInstanceOf(SettingsUnusable.class)
                .hasMessageContaining(key);
    }

    @Test
    void a_home_without_a_file_tells_nobody() throws IOException {
        var alarm = read("").alarm();
        assertThat(alarm.mail()).isNull();
        assertThat(alarm.webhook()).isNull();
        assertThat(alarm.heartbeat()).isNull();
        assertThat(alarm.deadlines()).containsEntry(Severity.CRITICAL, Duration.ofMinutes(15));
    }

    @Test
    void mail_is_protected_unless_it_stays_on_this_machine() throws IOException {
        var mail = Objects.requireNonNull(
                read(MAIL.formatted("mail.clinic.example", "starttls")).alarm().mail());
        assertThat(mail.to()).containsExactly("night@clinic.example", "day@clinic.example");
        assertThat(mail.tls()).isEqualTo(MailSettings.Tls.STARTTLS);
        assertThat(read(MAIL.formatted("127.0.0.1", "none")).alarm().mail()).isNotNull();
        refused(MAIL.formatted("mail.clinic.example", "none"), "alarm.smtp.tls");
        refused(MAIL.formatted("127.0.0.1.evil.example", "none"), "alarm.smtp.tls");
        refused(MAIL.formatted("mail.clinic.example", "sometimes"), "alarm.smtp.tls");
    }

    @Test
    void mail_needs_a_server_and_addresses_that_are_some() {
        refused("alarm.mail.to: a@clinic.example\nalarm.mail.from: b@clinic.example\n", "alarm.smtp.host");
        refused("alarm.mail.to: a@clinic.example\nalarm.smtp.host: mail\n", "alarm.mail.from");
        refused("alarm.mail.to: \"a@b\\nBcc: c@d\"\n", "alarm.mail.to");
        refused(MAIL.formatted("mail.example", "starttls") + "alarm.smtp.user: me\n", "alarm.smtp.password");
    }

    @Test
    void a_mail_server_is_vouched_for_by_certificates_that_are_there() throws IOException {
        var mail = MAIL.formatted("mail.example", "implicit") + "alarm.smtp.authority: ";
        refused(mail + home.resolve("missing.pem") + "\n", "alarm.smtp.authority");
        Files.writeString(home.resolve("empty.pem"), "no certificate\n");
        refused(mail + home.resolve("empty.pem") + "\n", "alarm.smtp.authority");
        refused(mail + "\"a\\0b\"\n", "alarm.smtp.authority");
    }

    @Test
    void a_webhook_needs_https_and_a_secret() throws IOException {
        var secret = "alarm.webhook.secret: " + WebhookReceiver.SECRET + "\n";
        assertThat(read("alarm.webhook.url: https://hooks.example/x?y=z\n" + secret)
                        .alarm()
                        .webhook())
                .isNotNull();
        assertThat(read("alarm.webhook.url: 'http://[::1]:9000/x'\n" + secret)
                        .alarm()
                        .webhook())
                .isNotNull();
        refused("alarm.webhook.url: http://hooks.example/x\n" + secret, "alarm.webhook.url");
        refused("alarm.webhook.url: http://127.0.0.1.evil.example/x\n" + secret, "alarm.webhook.url");
        refused("alarm.webhook.url: https://user:word@hooks.example/x\n" + secret, "alarm.webhook.url");
        refused("alarm.webhook.url: 'https:no'\n" + secret, "alarm.webhook.url");
        refused("alarm.webhook.url: https://hooks.example/x\n", "alarm.webhook.secret");
        refused(
                "alarm.webhook.url: https://hooks.example/x\nalarm.webhook.secret: whsec_c2hvcnQ=\n",
                "alarm.webhook.secret");
    }

    @Test
    void what_stands_in_pages_is_plain() {
        refused("alarm.site: \"north\\nward\"\n", "alarm.site");
        refused("alarm.site: 'a\"b'\n", "alarm.site");
        refused("alarm.deadline.critical-minutes: 0\n", "alarm.deadline.critical-minutes");
    }
}
