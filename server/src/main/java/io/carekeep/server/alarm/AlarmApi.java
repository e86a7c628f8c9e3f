package io.carekeep.server.alarm;

import io.carekeep.access.Caller;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The alarms over HTTP, for administrators and the support.
@RestController
@RequestMapping("/admin/alarms")
final class AlarmApi {

    /// A note, or why an alarm is closed as reviewed.
    record Written(@Nullable String text) {

        private String orEmpty() {
            return text == null ? "" : text;
        }

        @Override
        public String toString() {
            return "[note]";
        }
    }

    private final Handling handling;

    AlarmApi(Handling handling) {
        this.handling = handling;
    }

    /// Those that are open, the worst first; or all of them, the newest first: `before` is the last number of the page
    /// before. One method for both, since a mapping by parameters would read those of every request.
    @GetMapping
    List<AlarmAnswer> list(Caller caller, @RequestParam(required = false) @Nullable Long before) {
        var cases = before == null ? handling.open(caller) : handling.all(caller, before);
        return cases.stream().map(AlarmAnswer::of).toList();
    }

    @GetMapping("/{number}")
    AlarmAnswer show(Caller caller, @PathVariable long number) {
        return AlarmAnswer.of(handling.show(caller, number));
    }

    @PostMapping("/{number}/take")
    AlarmAnswer take(Caller caller, @PathVariable long number) {
        return AlarmAnswer.of(handling.take(caller, number));
    }

    @PostMapping("/{number}/note")
    AlarmAnswer note(Caller caller, @PathVariable long number, @RequestBody Written note) {
        return AlarmAnswer.of(handling.note(caller, number, note.orEmpty()));
    }

    @PostMapping("/{number}/repair")
    AlarmAnswer repair(Caller caller, @PathVariable long number) {
        return AlarmAnswer.of(handling.repair(caller, number));
    }

    /// Closes it: without a body once its check passes, with one because somebody has reviewed what happened.
    @PostMapping("/{number}/close")
    AlarmAnswer close(
            Caller caller, @PathVariable long number, @RequestBody(required = false) @Nullable Written reason) {
        return AlarmAnswer.of(
                reason == null ? handling.close(caller, number) : handling.reviewed(caller, number, reason.orEmpty()));
    }
}
