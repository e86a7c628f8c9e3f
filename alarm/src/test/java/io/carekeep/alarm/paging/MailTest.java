package io.carekeep.alarm.paging;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.carekeep.alarm.Case;
import io.carekeep.alarm.Evidence;
import io.carekeep.alarm.Kind;
import io.carekeep.alarm.Outbox;
import io.carekeep.alarm.Severity;
import io.carekeep.alarm.Subject;
import io.carekeep.testkit.SetClock;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Mail goes to a real mail server, or nowhere.
final class MailTest {

    private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");
    private static final Case CASE = new Case(
            12,
            new Kind("record-altered"),
            new Subject(918273645, 4711),
            Severity.CRITICAL,
            NOW,
            3,
            NOW,
            null,
            0,
            NOW,
            null,
            1,
            Evidence.NONE.with("flaws", 3177));
    private static final Page PAGE = new Page(
            new Outbox.Waiting("00112233445566778899aabbccddeeff", 12, Outbox.Reason.RAISED, "mail", 0),
            CASE,
            "north ward");

    private static final X509Certificate CERTIFICATE = certificate();

    private final GreenMail plain = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private final GreenMail sealed = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTPS));

    // The mail server takes its key from a file that is named before it starts for the first time.
    private static X509Certificate certificate() {
        try {
            var folder = Files.createTempDirectory("carekeep-mail");
            var file = folder.resolve("mail.p12");
            var command =
                    "-genkeypair -alias mail -keyalg EC -dname CN=mail -ext SAN=ip:127.0.0.1 -validity 2 -keystore "
                            + file + " -storepass invented";
            var words = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/keytool"));
            words.addAll(List.of(command.split(" ")));
            var made = new ProcessBuilder(words).redirectErrorStream(true).start();
            assertThat(made.waitFor()).isZero();
            var store = KeyStore.getInstance(file.toFile(), "invented".toCharArray());
            System.setProperty("greenmail.tls.keystore.file", file.toString());
            System.setProperty("greenmail.tls.keystore.password", "invented");
            file.toFile().deleteOnExit();
            folder.toFile().deleteOnExit();
            return (X509Certificate) store.getCertificate("mail");
        } catch (IOException | GeneralSecurityException | InterruptedException failure) {
            throw new AssertionError("every JDK has keytool", failure);
        }
    }

    @BeforeEach
    void start() {
        plain.start();
        sealed.start();
    }

    @AfterEach
    void stop() {
        plain.stop();
        sealed.stop();
    }

    private static MailSettings settings(int port, MailSettings.Tls tls, String user, String password) {
        return settings("127.0.0.1", port, tls, List.of(), user, password);
    }

    private static MailSettings settings(
            String host,
            int port,
            MailSettings.Tls tls,
            List<X509Certificate> authorities,
            String user,
            String password) {
        return new MailSettings(
                host,
                port,
                tls,
                authorities,
                user,
                password,
                "carekeep@clinic.example",
                List.of("night@clinic.example", "day@clinic.example"),
                List.of("chief@clinic.example"));
    }

    private static boolean sent(MailSettings settings) {
        return Mail.first(settings, new SetClock(NOW)).sent(PAGE);
    }

    private int port() {
        return plain.getSmtp().getPort();
    }

    @Test
    void a_mail_says_which_alarm_and_where_to_look_and_nothing_of_its_subject() throws Exception {
        assertThat(sent(settings(port(), MailSettings.Tls.NONE, "", ""))).isTrue();
        assertThat(plain.getReceivedMessages()).hasSize(2);
        var message = plain.getReceivedMessages()[0];
        assertThat(message.getSubject()).isEqualTo("[north ward] critical: record-altered, case 12");
        assertThat(message.getFrom()[0]).hasToString("carekeep@clinic.example");
        assertThat(message.getAllRecipients()).hasSize(2);
        assertThat(message.getMessageID()).isEqualTo("<00112233445566778899aabbccddeeff@carekeep.invalid>");
        assertThat(message.getHeader("Date")[0]).startsWith("Mon, 2 Mar 2026 10:00:00");
        assertThat(message.getContent().toString())
                .contains("An alarm was raised.", "carekeep alarm show 12", "critical")
                .doesNotContain("918273645", "4711", "3177");
    }

    @Test
    void nobody_took_it_so_others_are_told() throws Exception {
        var settings = settings(port(), MailSettings.Tls.NONE, "", "");
        assertThat(Mail.escalated(settings, new SetClock(NOW)).sent(PAGE)).isTrue();
        assertThat(plain.getReceivedMessages()[0].getAllRecipients()[0]).hasToString("chief@clinic.example");
    }

    @Test
    void no_mail_goes_out_in_the_clear_when_the_server_offers_no_protection() {
        assertThat(sent(settings(port(), MailSettings.Tls.STARTTLS, "", ""))).isFalse();
        assertThat(plain.getReceivedMessages()).isEmpty();
    }

    @Test
    void a_mail_server_whose_certificate_nobody_vouches_for_gets_no_mail() {
        assertThat(sent(settings(sealed.getSmtps().getPort(), MailSettings.Tls.IMPLICIT, "", "")))
                .isFalse();
        assertThat(sealed.getReceivedMessages()).isEmpty();
    }

    @Test
    void a_mail_server_for_whom_an_authority_of_the_site_vouches_gets_mail_under_its_name_only() {
        int port = sealed.getSmtps().getPort();
        var vouched = List.of(CERTIFICATE);
        assertThat(sent(settings("localhost", port, MailSettings.Tls.IMPLICIT, vouched, "", "")))
                .as("the certificate is for 127.0.0.1")
                .isFalse();
        assertThat(sealed.getReceivedMessages()).isEmpty();
        assertThat(sent(settings("127.0.0.1", port, MailSettings.Tls.IMPLICIT, vouched, "", "")))
                .isTrue();
        assertThat(sealed.getReceivedMessages()).hasSize(2);
    }

    @Test
    void a_mail_server_that_asks_who_sends_is_told_and_a_wrong_password_sends_nothing() {
        plain.setUser("carekeep@clinic.example", "carekeep", "right");
        assertThat(sent(settings(port(), MailSettings.Tls.NONE, "carekeep", "wrong")))
                .isFalse();
        assertThat(plain.getReceivedMessages()).isEmpty();
        assertThat(sent(settings(port(), MailSettings.Tls.NONE, "carekeep", "right")))
                .isTrue();
        assertThat(plain.getReceivedMessages()).hasSize(2);
    }

    @Test
    void a_mail_server_that_is_away_gets_no_mail_now() {
        int port = port();
        plain.stop();
        assertThat(sent(settings(port, MailSettings.Tls.NONE, "", ""))).isFalse();
    }
}
