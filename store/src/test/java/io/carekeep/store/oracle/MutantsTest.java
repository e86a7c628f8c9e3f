package io.carekeep.store.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.testkit.Safeguard;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.InvokeInstruction;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The law is a test that fails: in each of these stores one node of the query is left without its restriction or its
/// mask, by another code of one method, and random questions, histories and writes find it.
@Safeguard("164.312(a)(1)")
final class MutantsTest {

    // Most are caught by the first.
    private static final int POLICIES_MAX = 80;
    private static final int POLICIES_LEAST = 4;

    static Stream<Arguments> mutations() {
        boolean all = Boolean.getBoolean("long");
        var searches = Mutation.OF_SEARCHES;
        return Stream.of(
                        of(LawTrial.class, all ? searches : searches.subList(0, searches.size() - 1)),
                        of(HistoriesTrial.class, Mutation.OF_HISTORIES),
                        of(WritesTrials.class, Mutation.OF_WRITES),
                        of(ConsentsTrial.class, Mutation.OF_CONSENTS))
                .flatMap(each -> each);
    }

    private static Stream<Arguments> of(Class<? extends Callable<Boolean>> trial, List<Mutation> mutations) {
        return mutations.stream().map(each -> Arguments.of(each, trial));
    }

    @ParameterizedTest
    @MethodSource("mutations")
    void the_law_catches_a_node_without_its_filter(Mutation mutation, Class<? extends Callable<Boolean>> trial)
            throws Exception {
        var store = new Mutant(mutation);
        assertThat(trial(store, trial, POLICIES_MAX).call()).isFalse();
        assertThat(store.changed).as("the call is there").isPositive();
    }

    @Test
    void the_law_holds_in_the_store_as_it_is() throws Exception {
        var same = new Mutant(new Mutation("Nobody", "none", "none", _ -> {}));
        assertThat(trial(same, LawTrial.class, POLICIES_LEAST).call()).isTrue();
    }

    @SuppressWarnings("unchecked")
    private static Callable<Boolean> trial(ClassLoader loader, Class<?> trial, int policies)
            throws ReflectiveOperationException {
        var constructor = loader.loadClass(trial.getName()).getDeclaredConstructor(int.class);
        constructor.setAccessible(true);
        return (Callable<Boolean>) constructor.newInstance(policies);
    }

    /// Loads the store's classes anew, one of them changed.
    private static final class Mutant extends ClassLoader {

        private final Mutation mutation;
        private int changed;

        Mutant(Mutation mutation) {
            super(MutantsTest.class.getClassLoader());
            this.mutation = mutation;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                if (!name.startsWith("io.carekeep.store.")) {
                    return super.loadClass(name, resolve);
                }
                var loaded = findLoadedClass(name);
                return loaded != null ? loaded : defined(name);
            }
        }

        private Class<?> defined(String name) throws ClassNotFoundException {
            try (var file =
                    Objects.requireNonNull(getParent()).getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (file == null) {
                    throw new ClassNotFoundException(name);
                }
                var bytes = file.readAllBytes();
                var code = name.equals(mutation.type()) ? changed(bytes) : bytes;
                return defineClass(name, code, 0, code.length);
            } catch (IOException failure) {
                throw new ClassNotFoundException(name, failure);
            }
        }

        private byte[] changed(byte[] bytes) {
            var classes = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(
                    java.lang.classfile.ClassHierarchyResolver.ofResourceParsing(getParent())));
            CodeTransform without = (code, element) -> {
                if (element instanceof InvokeInstruction call && mutation.isMeant(call)) {
                    mutation.instead().accept(code);
                    changed++;
                } else {
                    code.with(element);
                }
            };
            return classes.transformClass(
                    classes.parse(bytes),
                    ClassTransform.transformingMethodBodies(
                            method -> mutation.isIn(method.methodName().stringValue()), without));
        }
    }
}
