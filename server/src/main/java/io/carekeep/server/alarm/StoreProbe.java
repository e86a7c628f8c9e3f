package io.carekeep.server.alarm;

import io.carekeep.alarm.Evidence;
import io.carekeep.alarm.Finding;
import io.carekeep.alarm.Kind;
import io.carekeep.alarm.Probe;
import io.carekeep.alarm.Subject;
import io.carekeep.store.upkeep.Flaw;
import io.carekeep.store.upkeep.Scrub;
import io.carekeep.store.upkeep.ScrubReport;

/// Reads the whole store again, when more records were altered than have an alarm each. That takes as long as a scrub.
final class StoreProbe implements Probe {

    static final Kind KIND = new Kind("store-altered");

    private final Scrub scrub;

    StoreProbe(Scrub scrub) {
        this.scrub = scrub;
    }

    static Evidence evidence(ScrubReport report) {
        return Evidence.NONE
                .with(
                        "records",
                        report.flaws().stream().map(Flaw::number).distinct().count())
                .with("flaws", report.flaws().size());
    }

    @Override
    public Kind kind() {
        return KIND;
    }

    @Override
    public Finding run(Subject subject) {
        var report = scrub.run();
        return report.flaws().isEmpty() ? new Finding.Passed() : new Finding.Failed(evidence(report));
    }
}
