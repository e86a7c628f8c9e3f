package io.carekeep.server.command;

import io.carekeep.server.logs.Logs;
import io.carekeep.server.support.Doctor;
import io.carekeep.server.support.Finding;
import io.carekeep.server.support.SupportBundle;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Says what is wrong and how to mend it.
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = "Checks Java, ports, disk, database, keys and clock, and says how to mend what is wrong.")
final class DoctorCommand implements Callable<Integer> {

    @Mixin
    private HomeOption home;

    @Mixin
    private SettingOptions options;

    @Option(
            names = "--bundle",
            paramLabel = "FILE",
            description = "write a support bundle: findings, settings, sizes and metrics; no record, name or secret")
    private @Nullable Path bundle;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Logs.quiet();
        var settings = options.of(home.folder());
        var doctor = new Doctor(home.folder(), settings, Clock.systemUTC());
        var findings = doctor.look();
        var out = spec.commandLine().getOut();
        findings.forEach(each -> out.println(String.format(
                Locale.ROOT,
                "%-5s %-16s %s",
                each.state().name().toLowerCase(Locale.ROOT),
                each.subject(),
                each.text())));
        if (bundle != null) {
            SupportBundle.write(bundle, home.folder(), settings, doctor);
            out.println("Written: " + bundle);
        }
        return findings.stream().anyMatch(each -> each.state() == Finding.State.BAD) ? 1 : 0;
    }
}
