package io.carekeep.server.policy;

import java.util.List;
import java.util.stream.Collectors;

/// An impact in words, as the command prints it.
final class ImpactText {

    private static final int LISTED_MAX = 6;

    private final StringBuilder text = new StringBuilder();
    private final Impact impact;
    private final boolean whole;

    private ImpactText(Impact impact, boolean whole) {
        this.impact = impact;
        this.whole = whole;
    }

    /// @param whole whether each type is listed for accounts too
    static String of(Impact impact, boolean whole) {
        return new ImpactText(impact, whole).written();
    }

    private String written() {
        text.append(
                "compared with policy %d, which is in force: records that are there now%n".formatted(impact.against()));
        impact.subjects().forEach(this::subject);
        impact.notes().forEach(note -> text.append("note: ").append(note).append('\n'));
        return text.append("summary: ").append(summary()).append('\n').toString();
    }

    private void subject(Impact.Subject subject) {
        boolean group = subject.kind() == Impact.Kind.GROUP;
        text.append(group ? "group " : "account ").append(subject.name());
        text.append(group ? ", " + accounts(subject.accounts()) : " in " + subject.groups())
                .append('\n');
        subject.patients()
                .forEach(each ->
                        text.append("  %-12s +%d -%d patients%n".formatted(each.may(), each.gained(), each.lost())));
        if (group || whole) {
            subject.rows().forEach(this::row);
            subject.unused().forEach(this::unused);
        }
        subject.beside().forEach(each -> text.append("  ").append(each).append('\n'));
    }

    private static String accounts(int count) {
        return switch (count) {
            case 0 -> "nobody is in it: counted for somebody who is nobody among the records";
            case 1 -> "1 account";
            default -> count + " accounts";
        };
    }

    private void row(Impact.Row row) {
        var head = "  %-24s %-8s".formatted(row.type(), row.may());
        var gained = row.gained();
        var lost = row.lost();
        if (gained == null || lost == null) {
            text.append(head).append(" not counted: ").append(row.uncounted());
        } else {
            text.append(head).append(numbers(gained, lost));
        }
        text.append(row.when().isEmpty() ? "" : ", " + row.when()).append('\n');
        for (var each : row.elements()) {
            text.append("    %-31s".formatted(each.path()))
                    .append(numbers(each.gained(), each.lost()))
                    .append('\n');
        }
    }

    private static String numbers(Impact.Numbers gained, Impact.Numbers lost) {
        return " +%d -%d patients, +%d -%d records"
                .formatted(gained.patients(), lost.patients(), gained.records(), lost.records());
    }

    private void unused(Impact.Unused unused) {
        text.append(unused.begins() ? "  may newly " : "  may no longer ").append(unused.may());
        text.append(", of which nothing is there now: ").append(listed(unused.types()));
        text.append(unused.when().isEmpty() ? "" : ", " + unused.when()).append('\n');
    }

    private static String listed(List<String> types) {
        var some = types.stream().limit(LISTED_MAX).collect(Collectors.joining(", "));
        return types.size() > LISTED_MAX ? some + " and " + (types.size() - LISTED_MAX) + " more types" : some;
    }

    private String summary() {
        if (impact.subjects().isEmpty()) {
            return "nothing changes for anybody";
        }
        return impact.subjects().stream()
                .filter(each -> each.kind() == Impact.Kind.GROUP || whole)
                .map(ImpactText::summary)
                .collect(Collectors.joining("; "));
    }

    private static String summary(Impact.Subject subject) {
        var patients = subject.patients().stream()
                .map(each -> each.may() + " +" + each.gained() + " -" + each.lost())
                .collect(Collectors.joining(", "));
        long uncounted =
                subject.rows().stream().filter(row -> row.uncounted() != null).count();
        return subject.name() + " " + (patients.isEmpty() ? "no patients yet" : patients + " patients")
                + (uncounted == 0 ? "" : " and what could not be counted");
    }
}
