package io.carekeep.server.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A file has one subject and a method one thought.
final class TidyTest {

    private static final int FILE_LINES_MAX = 300;
    private static final int METHOD_LINES_MAX = 40;
    // What is longer, and why it is.
    private static final Map<String, String> EXCUSED = Map.of(
            "EmbeddedPostgres.java", "one program's life, from its first start to its last stop",
            "PatchFuzzTest.java", "one switch over the kinds of an operation",
            "Clinic.java", "one clinic's records, one after the other",
            "Invention.java", "one switch over the data types of a record");

    @Test
    void no_file_and_no_method_is_too_long() throws IOException {
        var sources = sources(root());
        assertThat(sources).isNotEmpty();
        var found = new ArrayList<String>();
        for (var source : sources) {
            try (Stream<String> lines = Files.lines(source)) {
                if (lines.count() > FILE_LINES_MAX) {
                    found.add(source.getFileName() + " is too long");
                }
            }
        }
        found.addAll(longMethods(sources));
        found.removeIf(each -> EXCUSED.containsKey(each.split("[ :]", 2)[0]));
        assertThat(found).isEmpty();
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("mvnw"))) {
            folder = Objects.requireNonNull(folder.getParent());
        }
        return folder;
    }

    private static List<Path> sources(Path root) throws IOException {
        var found = new ArrayList<Path>();
        try (Stream<Path> modules = Files.list(root)) {
            for (var module : modules.filter(each -> Files.isDirectory(each.resolve("src")))
                    .toList()) {
                try (Stream<Path> files = Files.walk(module.resolve("src"))) {
                    files.filter(file -> file.toString().endsWith(".java")).forEach(found::add);
                }
            }
        }
        return found;
    }

    private static List<String> longMethods(List<Path> sources) throws IOException {
        var compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            var task = (JavacTask) compiler.getTask(
                    null, files, null, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(sources));
            var trees = Trees.instance(task);
            var found = new ArrayList<String>();
            for (CompilationUnitTree unit : task.parse()) {
                new Methods(unit, trees, found).scan(unit, null);
            }
            return found;
        }
    }

    private static final class Methods extends TreeScanner<@Nullable Void, @Nullable Void> {

        private final CompilationUnitTree unit;
        private final Trees trees;
        private final List<String> found;

        Methods(CompilationUnitTree unit, Trees trees, List<String> found) {
            this.unit = unit;
            this.trees = trees;
            this.found = found;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
            var positions = trees.getSourcePositions();
            var lines = unit.getLineMap();
            long end = positions.getEndPosition(unit, method);
            if (method.getBody() != null && end >= 0) {
                long first = lines.getLineNumber(positions.getStartPosition(unit, method.getBody()));
                long count = lines.getLineNumber(end) - first + 1;
                if (count > METHOD_LINES_MAX) {
                    var name = Path.of(unit.getSourceFile().getName()).getFileName();
                    found.add(name + ":" + first + " " + method.getName() + " is too long");
                }
            }
            return super.visitMethod(method, null);
        }
    }
}
