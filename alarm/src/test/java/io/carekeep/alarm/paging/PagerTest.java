package io.carekeep.alarm.paging;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.carekeep.alarm.Alarm;
import io.carekeep.alarm.Case;
import io.carekeep.alarm.CaseEvent;
import io.carekeep.alarm.Duties;
import io.carekeep.alarm.Evidence;
import io.carekeep.alarm.Finding;
import io.carekeep.alarm.Fixture;
import io.carekeep.alarm.Kind;
import io.carekeep.alarm.Severity;
import io.carekeep.alarm.Subject;
import io.carekeep.base.database.Alone;
import io.carekeep.testkit.Safeguard;
import io.carekeep.testkit.WebhookReceiver;
import io.carekeep.vault.MessageKey;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Pages go to a real mail server and a real receiver of webhooks.
@Safeguard("164.308(a)(6)(ii)")
final class PagerTest {

    private static final long RECORD = 918273645;

    private final GreenMail mail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private final WebhookReceiver receiver = new WebhookReceiver();
    private final SignedTarget target = new SignedTarget(
            receiver.url(), MessageKey.find(WebhookReceiver.SECRET).orElseThrow());
    private Fixture fixture;
    private SignedPost post;
    private MailSettings settings;
    private Pager pager;

    @BeforeEach
    void open() {
        mail.start();
        settings = new MailSettings(
                "127.0.0.1",
                mail.getSmtp().getPort(),
                MailSettings.Tls.NONE,
                List.of(),
                "",
                "",
                "carekeep@clinic.example",
                List.of("night@clinic.example"),
                List.of("chief@clinic.example"));
        var lists = Channels.lists(settings, target);
        fixture = new Fixture(lists.getFirst(), lists.getLast());
        post = new SignedPost(fixture.clock);
        pager = pager();
    }

    private Pager pager() {
        var database = fixture.test.database();
        return new Pager(
                fixture.alarms,
                fixture.outbox,
                new Channels(settings, target, post, fixture.clock),
                new Duties(database.outside(), List.of(Pager.PAGING), fixture.clock),
                database.outsideSource(),
                "north ward",
                fixture.clock);
    }

    @AfterEach
    void close() {
        pager.close();
        post.close();
        fixture.close();
        receiver.close();
        mail.stop();
    }

    private long raise() {
        return fixture.alarms.raise(
                new Alarm(Fixture.CHECKED, Severity.CRITICAL, Subject.of(RECORD), Evidence.NONE.with("flaws", 31)));
    }

    private List<String> recipients() {
        return Arrays.stream(mail.getReceivedMessages())
                .map(PagerTest::recipient)
                .toList();
    }

    private static String recipient(Message message) {
        try {
            return message.getRecipients(Message.RecipientType.TO)[0].toString();
        } catch (MessagingException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void a_receiver_can_tell_that_a_page_comes_from_carekeep() {
        long number = raise();
        pager.page();
        assertThat(receiver.got()).singleElement().satisfies(got -> {
            assertThat(got.genuine()).isTrue();
            assertThat(got.timestamp())
                    .isEqualTo(Long.toString(fixture.clock.instant().getEpochSecond()));
            assertThat(got.body())
                    .isEqualTo("{\"type\":\"alarm.raised\",\"timestamp\":\"2026-03-02T10:00:00Z\",\"data\":"
                            + "{\"site\":\"north ward\",\"case\":" + number + ",\"kind\":\"row-altered\","
                            + "\"severity\":\"critical\",\"opened\":\"2026-03-02T10:00:00Z\",\"times\":1,"
                            + "\"missed\":0,\"path\":\"/admin/alarms/" + number + "\"}}");
        });
    }

    @Test
    void a_page_is_sent_once_and_stands_in_the_history() {
        long number = raise();
        pager.page();
        pager.page();
        assertThat(receiver.got()).hasSize(1);
        assertThat(mail.getReceivedMessages()).hasSize(1);
        assertThat(fixture.cases.show(number).events())
                .extracting(CaseEvent::what)
                .containsExactly(CaseEvent.What.RAISED, CaseEvent.What.PAGED, CaseEvent.What.PAGED);
    }

    @Test
    void a_page_survives_a_crash_between_raise_and_send() {
        raise();
        pager.close();
        pager = pager();
        assertThat(receiver.got()).isEmpty();
        pager.page();
        assertThat(receiver.got()).hasSize(1);
        assertThat(recipients()).hasSize(1);
    }

    @Test
    void a_crash_between_send_and_writing_it_down_sends_it_again_under_the_same_id() {
        raise();
        pager.page();
        fixture.owner()
                .sql("update alarm.page set sent = null where channel = 'webhook'")
                .update();
        pager.page();
        assertThat(receiver.got()).hasSize(2);
        assertThat(receiver.got())
                .extracting(WebhookReceiver.Got::id)
                .containsOnly(receiver.got().getFirst().id());
    }

    @Test
    void a_page_that_is_not_taken_is_sent_again_later_and_then_less_often() {
        raise();
        receiver.answers(503);
        pager.page();
        pager.page();
        assertThat(receiver.got()).hasSize(1);
        fixture.clock.pass(Duration.ofSeconds(10));
        pager.page();
        assertThat(receiver.got()).hasSize(2);
        fixture.clock.pass(Duration.ofSeconds(10));
        pager.page();
        assertThat(receiver.got()).hasSize(2);
        receiver.answers(200);
        fixture.clock.pass(Duration.ofSeconds(10));
        pager.page();
        assertThat(receiver.got()).hasSize(3);
        fixture.clock.pass(Duration.ofMinutes(5));
        pager.page();
        assertThat(receiver.got()).hasSize(3);
        assertThat(mail.getReceivedMessages()).hasSize(1);
    }

    @Test
    void pages_that_nobody_takes_fail_a_check() {
        fixture.cases.take(raise(), Fixture.SUPPORT);
        receiver.answers(500);
        var probe = new StuckProbe(fixture.outbox);
        for (int at = 0; at < 5; at++) {
            assertThat(probe.run(Subject.NONE)).isEqualTo(new Finding.Passed());
            pager.page();
            fixture.clock.pass(Duration.ofMinutes(10));
        }
        assertThat(probe.run(Subject.NONE)).isEqualTo(new Finding.Failed(Evidence.NONE.with("pages", 1)));
        receiver.answers(200);
        fixture.clock.pass(Duration.ofHours(1));
        pager.page();
        assertThat(probe.run(Subject.NONE)).isEqualTo(new Finding.Passed());
    }

    @Test
    void an_address_that_redirects_gets_no_page_elsewhere() {
        raise();
        receiver.answers(307);
        pager.page();
        assertThat(receiver.got()).hasSize(1);
        assertThat(fixture.count("select count(*) from alarm.page where channel = 'webhook' and sent is null"))
                .isEqualTo(1);
    }

    @Test
    void what_nobody_takes_in_time_is_paged_to_the_next_list() {
        long number = raise();
        pager.page();
        fixture.clock.pass(Duration.ofMinutes(15));
        pager.page();
        assertThat(recipients()).containsExactly("night@clinic.example", "chief@clinic.example");
        assertThat(receiver.got().getLast().body()).contains("\"type\":\"alarm.escalated\"", "\"missed\":1");
        fixture.cases.take(number, Fixture.SUPPORT);
        fixture.clock.pass(Duration.ofDays(1));
        pager.page();
        assertThat(recipients()).hasSize(2);
    }

    @Test
    void of_an_alarm_that_is_closed_nothing_more_is_said() {
        long number = raise();
        fixture.close(number, Fixture.SUPPORT);
        assertThat(fixture.cases.show(number).about().state()).isEqualTo(Case.State.CLOSED);
        pager.page();
        assertThat(receiver.got()).isEmpty();
    }

    @Test
    void of_two_processes_one_pages() throws Exception {
        raise();
        try (var _ = Alone.at(3, fixture.test.database().owner()).orElseThrow()) {
            pager.page();
            assertThat(receiver.got()).isEmpty();
        }
        pager.page();
        assertThat(receiver.got()).hasSize(1);
    }

    @Test
    void a_case_of_another_kind_is_another_page() {
        raise();
        fixture.alarms.raise(new Alarm(new Kind("other"), Severity.WARNING, Subject.NONE, Evidence.NONE));
        pager.page();
        assertThat(receiver.got())
                .extracting(WebhookReceiver.Got::id)
                .doesNotHaveDuplicates()
                .hasSize(2);
    }
}
