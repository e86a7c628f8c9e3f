package io.carekeep.server.release;

import io.carekeep.access.Caller;
import io.carekeep.access.Purpose;
import io.carekeep.access.release.Found;
import io.carekeep.access.release.Release;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// Lets officers and administrators propose, approve and deliver releases of records to somebody outside.
@RestController
final class ReleaseApi {

    private static final int DAYS = 14;
    private static final int MORE = 10;

    /// @param purpose a code of PurposeOfUse
    /// @param certificate the recipient's, as PEM has it
    /// @param days until it expires; 14 unless given
    /// @param more by how many percent more may be given than was approved; 10 unless given
    record Asked(
            @Nullable String recipient,
            @Nullable String purpose,
            @Nullable String certificate,
            @Nullable List<String> searches,
            @Nullable Integer days,
            @Nullable Integer more) {

        private Content content() {
            return new Content(
                    given(recipient),
                    new Purpose(given(purpose)),
                    given(certificate),
                    more == null ? MORE : more,
                    searches == null ? List.of() : searches);
        }

        private Duration time() {
            return Duration.ofDays(days == null ? DAYS : days);
        }

        private static String given(@Nullable String text) {
            return text == null ? "" : text.strip();
        }

        @Override
        public String toString() {
            return "[release]";
        }
    }

    /// @param word `approves`, `refuses`, `began`, `delivered`, `broke`, or `lapsed`
    /// @param found what each search found when it was approved or began
    record Word(long account, Instant at, String word, List<Found> found) {}

    /// @param found what each search finds now; nothing for who proposed it
    /// @param state `proposed`, `approved`, `refused`, `delivered` or `expired`
    record Shown(
            long number,
            String state,
            long account,
            Instant at,
            Instant until,
            String recipient,
            String purpose,
            int more,
            List<String> searches,
            List<Found> found,
            List<Word> words) {}

    private final ReleaseDesk desk;
    private final Clock clock;

    ReleaseApi(ReleaseDesk desk, Clock clock) {
        this.desk = desk;
        this.clock = clock;
    }

    @PostMapping("/admin/releases")
    ResponseEntity<Shown> propose(Caller caller, @RequestBody Asked asked) {
        return ResponseEntity.status(HttpStatus.CREATED)
                .body(shown(desk.propose(caller, asked.content(), asked.time())));
    }

    @GetMapping("/admin/releases")
    List<Shown> list(Caller caller) {
        return desk.newest(caller).stream().map(this::shown).toList();
    }

    @GetMapping("/admin/releases/{number}")
    Shown show(Caller caller, @PathVariable long number) {
        return shown(desk.show(caller, number));
    }

    @PostMapping("/admin/releases/{number}/approve")
    Shown approve(Caller caller, @PathVariable long number) {
        return shown(desk.approve(caller, number));
    }

    @PostMapping("/admin/releases/{number}/refuse")
    Shown refuse(Caller caller, @PathVariable long number) {
        return shown(desk.refuse(caller, number));
    }

    /// The records, encrypted to the recipient. When it breaks off, what came can't be opened, and it is begun again.
    @PostMapping("/admin/releases/{number}/deliver")
    void deliver(Caller caller, @PathVariable long number, HttpServletResponse response) throws IOException {
        var begun = desk.begin(caller, number);
        response.setContentType("application/cms");
        response.setHeader("Content-Disposition", "attachment; filename=\"release-" + number + ".ndjson.cms\"");
        desk.deliver(caller, begun, response.getOutputStream());
    }

    private Shown shown(ReleaseDesk.Opened opened) {
        var release = opened.release();
        return new Shown(
                release.number(),
                word(release.state(clock.millis())),
                release.account(),
                Instant.ofEpochMilli(release.at()),
                Instant.ofEpochMilli(release.until()),
                opened.content().recipient(),
                opened.content().purpose().code(),
                opened.content().more(),
                opened.content().searches(),
                opened.found(),
                release.words().stream().map(ReleaseApi::said).toList());
    }

    private static Word said(Release.Said said) {
        return new Word(said.account(), Instant.ofEpochMilli(said.at()), word(said.word()), said.found());
    }

    private static String word(Enum<?> each) {
        return each.name().toLowerCase(Locale.ROOT);
    }
}
