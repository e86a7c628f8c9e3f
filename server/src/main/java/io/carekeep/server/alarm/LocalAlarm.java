package io.carekeep.server.alarm;

import io.carekeep.access.Caller;
import io.carekeep.access.Group;
import io.carekeep.alarm.Case;
import io.carekeep.alarm.CaseEvent;
import io.carekeep.alarm.Cases;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.server.management.LocalService;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the `alarm` commands ask of the running server. Who may read the home may do this; nobody has signed in.
public final class LocalAlarm implements LocalService {

    private static final Caller MACHINE = new Caller(0, Caller.Kind.SERVICE, Set.of(Group.ADMINISTRATOR));

    private final Handling handling;

    public LocalAlarm(Handling handling) {
        this.handling = handling;
    }

    @Override
    public String name() {
        return "alarm";
    }

    // The first line is the command, the second a number, and the rest what somebody wrote.
    @Override
    public String answer(String asked) {
        var words = asked.split("\n", 3);
        var text = words.length > 2 ? words[2] : null;
        return switch (words[0]) {
            case "list" -> list(handling.open(MACHINE), "no alarm is open\n");
            case "all" -> list(handling.all(MACHINE, Long.MAX_VALUE), "there was no alarm yet\n");
            case "show" -> shown(handling.show(MACHINE, number(words)));
            case "take" -> line(handling.take(MACHINE, number(words)));
            case "note" -> line(handling.note(MACHINE, number(words), Objects.requireNonNullElse(text, "")));
            case "repair" -> line(handling.repair(MACHINE, number(words)));
            case "close" -> line(closed(number(words), text));
            default ->
                throw new Refused(new Problem.Invalid(
                        "alarm", "this server knows list, all, show, take, note, repair and close"));
        };
    }

    private static long number(String[] words) {
        try {
            return Long.parseLong(words.length > 1 ? words[1] : "");
        } catch (NumberFormatException _) {
            throw new Refused(new Problem.Invalid("alarm", "the number of an alarm"));
        }
    }

    private Case closed(long number, @Nullable String reason) {
        return reason == null ? handling.close(MACHINE, number) : handling.reviewed(MACHINE, number, reason);
    }

    private static String list(List<Case> cases, String none) {
        if (cases.isEmpty()) {
            return none;
        }
        var text = new StringBuilder();
        cases.forEach(each -> text.append(line(each)));
        return text.toString();
    }

    private static String line(Case about) {
        return "%-6d %-8s %-7s %-24s %s  %s%n"
                .formatted(
                        about.number(),
                        about.severity().word(),
                        about.state().word(),
                        about.kind(),
                        about.last(),
                        details(about))
                .replaceAll(" +\n", "\n");
    }

    private static String details(Case about) {
        var text = new StringBuilder();
        add(text, "subject", about.subject().number());
        add(text, "account", about.subject().account());
        if (about.times() > 1) {
            add(text, "times", about.times());
        }
        var owner = about.owner();
        if (owner != null) {
            text.append("by=").append(person(owner)).append(' ');
        }
        var evidence = about.evidence();
        return text.append(evidence == null ? "" : evidence.text()).toString();
    }

    private static void add(StringBuilder text, String name, long value) {
        if (value != 0) {
            text.append(name).append('=').append(value).append(' ');
        }
    }

    private static String shown(Cases.Told told) {
        var text = new StringBuilder(line(told.about()));
        var due = told.about().due();
        if (due != null) {
            text.append("to be taken by ").append(due).append('\n');
        }
        told.events().forEach(each -> text.append(line(each)));
        return text.append(told.complete() ? "" : "lines of this history are missing or were altered\n")
                .toString();
    }

    private static String line(CaseEvent event) {
        var said = Objects.requireNonNullElse(event.text(), "(altered)").replace("\n", "\n    ");
        return "  %s  %-12s %-13s %s%n"
                .formatted(event.at(), person(event.account()), event.what().word(), said)
                .replaceAll(" +\n", "\n");
    }

    private static String person(long account) {
        return account == 0 ? "machine" : "account-" + account;
    }
}
