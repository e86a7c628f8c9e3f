package io.carekeep.server.support;

import io.carekeep.server.home.HomeView;
import io.carekeep.server.home.PrivateFiles;
import io.carekeep.server.home.RunFile;
import io.carekeep.server.settings.Setting;
import io.carekeep.server.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// A zip file for whoever helps: findings, settings, sizes and metrics. No record, no log, no key and no secret.
public final class SupportBundle {

    private static final List<String> PROPERTIES =
            List.of("java.version", "java.vendor", "os.name", "os.version", "os.arch");

    // What lies in a home; files beside that may be named after people.
    private static final Set<String> PARTS =
            Set.of("home.yaml", "carekeep.yaml", "database", "database.log", "database.secret", "load.journal", "run");

    private SupportBundle() {}

    /// Writes the file, 0600.
    public static void write(Path file, Path home, Settings settings, Doctor doctor) {
        var parts = new TreeMap<String, String>();
        parts.put("doctor.txt", findings(doctor.look()));
        parts.put("settings.txt", settings(settings));
        parts.put("machine.txt", machine());
        parts.put("sizes.txt", sizes(home));
        if (RunFile.isRunning(home)) {
            parts.put("metrics.txt", doctor.management("/metrics"));
        }
        try (var channel = PrivateFiles.open(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
                var zip = new ZipOutputStream(Channels.newOutputStream(channel))) {
            for (Map.Entry<String, String> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(file + " can't be written", failure);
        }
    }

    private static String findings(List<Finding> findings) {
        return findings.stream()
                .map(each -> each.subject() + " " + each.state() + " " + each.text() + "\n")
                .collect(Collectors.joining());
    }

    // An address, a path or a name tells about the site: of those only whether they are set.
    private static String settings(Settings settings) {
        return Arrays.stream(Setting.values())
                .map(setting -> {
                    var given = settings.given(setting);
                    boolean plain = given.text().matches("[0-9]*|true|false|text|json");
                    return setting.key() + " " + (plain ? given.text() : "(set)") + " "
                            + given.source().shown() + "\n";
                })
                .collect(Collectors.joining());
    }

    private static String machine() {
        var runtime = Runtime.getRuntime();
        return PROPERTIES.stream()
                        .map(name -> name + " " + System.getProperty(name) + "\n")
                        .collect(Collectors.joining())
                + "processors " + runtime.availableProcessors() + "\nheap " + runtime.maxMemory() + "\n";
    }

    private static String sizes(Path home) {
        if (!HomeView.isHome(home)) {
            return "";
        }
        try (Stream<Path> parts = Files.list(home)) {
            var sizes = new TreeMap<String, Long>();
            for (var part : parts.toList()) {
                var name = part.getFileName().toString();
                sizes.merge(PARTS.contains(name) ? name : "other", size(part), Long::sum);
            }
            return sizes.entrySet().stream()
                    .map(part -> part.getKey() + " " + part.getValue() + "\n")
                    .collect(Collectors.joining());
        } catch (IOException failure) {
            throw new UncheckedIOException(home + " can't be looked at", failure);
        }
    }

    private static long size(Path part) throws IOException {
        try (Stream<Path> files = Files.walk(part)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
