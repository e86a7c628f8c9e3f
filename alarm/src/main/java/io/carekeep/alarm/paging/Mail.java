package io.carekeep.alarm.paging;

import io.carekeep.base.EventLog;
import io.carekeep.base.LogField;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/// Tells people by mail: https://www.rfc-editor.org/rfc/rfc5321.
final class Mail implements Channel {

    private enum Event {
        MAIL_FAILED
    }

    static final String NAME = "mail";
    static final String ESCALATED = "mail-escalated";

    private static final EventLog LOG = new EventLog(Mail.class);
    private static final String WAIT_MAX_MILLIS = "10000";

    private final String name;
    private final MailSettings settings;
    private final List<String> to;
    private final Clock clock;
    private final Session session;

    private Mail(String name, MailSettings settings, List<String> to, Clock clock) {
        this.name = name;
        this.settings = settings;
        this.to = to;
        this.clock = clock;
        this.session = Session.getInstance(properties(settings));
    }

    /// To those who are told first.
    static Mail first(MailSettings settings, Clock clock) {
        return new Mail(NAME, settings, settings.to(), clock);
    }

    /// To those who are told when nobody took an alarm in time.
    static Mail escalated(MailSettings settings, Clock clock) {
        var to = settings.escalatedTo().isEmpty() ? settings.to() : settings.escalatedTo();
        return new Mail(ESCALATED, settings, to, clock);
    }

    private static Properties properties(MailSettings settings) {
        var properties = new Properties();
        properties.setProperty("mail.transport.protocol", "smtp");
        properties.setProperty("mail.smtp.host", settings.host());
        properties.setProperty("mail.smtp.port", Integer.toString(settings.port()));
        properties.setProperty(
                "mail.smtp.auth", Boolean.toString(!settings.user().isEmpty()));
        properties.setProperty("mail.smtp.connectiontimeout", WAIT_MAX_MILLIS);
        properties.setProperty("mail.smtp.timeout", WAIT_MAX_MILLIS);
        properties.setProperty("mail.smtp.writetimeout", WAIT_MAX_MILLIS);
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        properties.setProperty("mail.smtp.ssl.protocols", "TLSv1.3 TLSv1.2");
        if (!settings.authorities().isEmpty()) {
            properties.put("mail.smtp.ssl.socketFactory", trusting(settings.authorities()));
        }
        switch (settings.tls()) {
            case IMPLICIT -> properties.setProperty("mail.smtp.ssl.enable", "true");
            case STARTTLS -> {
                properties.setProperty("mail.smtp.starttls.enable", "true");
                properties.setProperty("mail.smtp.starttls.required", "true");
            }
            case NONE -> {
                // This machine only, as the settings see to.
            }
        }
        return properties;
    }

    private static SSLSocketFactory trusting(List<X509Certificate> authorities) {
        try {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (int at = 0; at < authorities.size(); at++) {
                store.setCertificateEntry(Integer.toString(at), authorities.get(at));
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException | IOException impossible) {
            throw new AssertionError("every JDK has TLS and key stores", impossible);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean sent(Page page) {
        try {
            var message = message(page);
            if (settings.user().isEmpty()) {
                Transport.send(message);
            } else {
                Transport.send(message, settings.user(), settings.password());
            }
            return true;
        } catch (MessagingException failure) {
            LOG.warn(Event.MAIL_FAILED, new LogField.Failure(failure));
            return false;
        }
    }

    private Message message(Page page) throws MessagingException {
        var message = new Numbered(session, page.id());
        message.setFrom(new InternetAddress(settings.from()));
        for (var each : to) {
            message.addRecipient(Message.RecipientType.TO, new InternetAddress(each));
        }
        message.setSubject(page.subject(), StandardCharsets.US_ASCII.name());
        message.setText(page.text(), StandardCharsets.US_ASCII.name());
        message.setHeader(
                "Date",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(clock.instant().atOffset(ZoneOffset.UTC)));
        // Tells a mail server that nobody wants to hear that somebody is on holiday: RFC 3834.
        message.setHeader("Auto-Submitted", "auto-generated");
        return message;
    }

    /// A message whose id is the page's, so that one that comes twice can be told.
    private static final class Numbered extends MimeMessage {

        private final String id;

        Numbered(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", "<" + id + "@carekeep.invalid>");
        }
    }
}
