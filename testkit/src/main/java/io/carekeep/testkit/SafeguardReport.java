package io.carekeep.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.AnnotatedElement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/// Writes to `target/safeguards` which safeguards the tests of a module showed: a line for each citation and test that
/// passed, `164.312(b) AttacksTest.every_attack_is_noticed`.
public final class SafeguardReport implements TestExecutionListener {

    private static final Path PLACE = Path.of("target", "safeguards");

    private record Shown(String citation, String test) {}

    private final Collection<Shown> shown = new TreeSet<>(Comparator.comparing(Shown::toString));

    @Override
    public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (result.getStatus() == TestExecutionResult.Status.SUCCESSFUL) {
            source(test).ifPresent(this::add);
        }
    }

    private static Optional<MethodSource> source(TestIdentifier test) {
        return test.getSource().filter(MethodSource.class::isInstance).map(MethodSource.class::cast);
    }

    private void add(MethodSource source) {
        var holder = source.getJavaClass();
        var test = holder.getSimpleName() + "." + source.getMethodName();
        Stream.<AnnotatedElement>of(holder, source.getJavaMethod())
                .flatMap(element -> Stream.ofNullable(element.getAnnotation(Safeguard.class)))
                .flatMap(safeguard -> Stream.of(safeguard.value()))
                .forEach(citation -> shown.add(new Shown(citation, test)));
    }

    @Override
    public synchronized void testPlanExecutionFinished(TestPlan plan) {
        var lines =
                shown.stream().map(each -> each.citation() + " " + each.test()).toList();
        shown.clear();
        if (!lines.isEmpty()) {
            write(lines);
        }
    }

    // Each process of a module has a file of its own.
    private static void write(List<String> lines) {
        try {
            Files.createDirectories(PLACE);
            Files.write(PLACE.resolve(ProcessHandle.current().pid() + ".txt"), lines);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
