package io.carekeep.store.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.carekeep.testkit.Safeguard;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The law is a test that fails: in each of these stores one node of the query is left without its restriction or its
/// mask, by another code of one method, and random questions find it.
@Safeguard("164.312(a)(1)")
final class MutantsTest {

    // Most are caught by the first.
    private static final int POLICIES_MAX = 80;
    private static final int POLICIES_LEAST = 4;
    private static final String FIND = "io.carekeep.store.find.";
    private static final ClassDesc PREDICATE = ClassDesc.of("io.carekeep.fhir.search.Predicate");

    /// A call that is left out.
    /// @param in the class, and how the names of the methods start in which it is
    /// @param call what is called
    /// @param instead what takes its place: the arguments are on the stack
    record Mutation(String in, String method, String call, Consumer<CodeBuilder> instead) {

        @Override
        public String toString() {
            return in + "." + method + " without " + call;
        }

        boolean isIn(String type, String name) {
            return type.equals(FIND + in) && (name.startsWith(method) || name.startsWith("lambda$" + method));
        }
    }

    // The last is met by few questions.
    static List<Mutation> mutations() {
        var all = all();
        return Boolean.getBoolean("long") ? all : all.subList(0, all.size() - 1);
    }

    private static List<Mutation> all() {
        return List.of(
                new Mutation("Compiler", "node", "restriction", MutantsTest::anything),
                new Mutation("Plan", "<init>", "restriction", MutantsTest::anything),
                new Mutation("MaskedQuery", "leaf", "apply", MutantsTest::nothing),
                new Mutation("MaskedQuery", "linked", "of", MutantsTest::second),
                new Mutation("MaskedQuery", "linkedFrom", "of", MutantsTest::second),
                new Mutation("MaskedQuery", "linkedFrom", "seen", MutantsTest::first),
                new Mutation("MaskedQuery", "under", "seen", MutantsTest::first),
                new Mutation("Including", "seen", "seen", MutantsTest::first),
                new Mutation("TextOrder", "page", "doc", MutantsTest::unmasked),
                new Mutation("Showing", "masked", "applied", MutantsTest::whole),
                new Mutation("MaskedQuery", "touches", "touches", MutantsTest::no));
    }

    // compiler, type
    private static void anything(CodeBuilder code) {
        code.pop2().invokestatic(PREDICATE, "anything", MethodTypeDesc.of(PREDICATE), true);
    }

    // function, type: the grants that hide something
    private static void nothing(CodeBuilder code) {
        code.pop2()
                .invokestatic(
                        ClassDesc.of("java.util.List"), "of", MethodTypeDesc.of(ClassDesc.of("java.util.List")), true);
    }

    // query, first, second
    private static void second(CodeBuilder code) {
        int kept = code.allocateLocal(TypeKind.REFERENCE);
        code.astore(kept).pop2().aload(kept);
    }

    private static void first(CodeBuilder code) {
        int kept = code.allocateLocal(TypeKind.REFERENCE);
        code.pop().astore(kept).pop().aload(kept);
    }

    // hiding, parameter
    private static void no(CodeBuilder code) {
        code.pop2().iconst_0();
    }

    // showing, row, mask
    private static void unmasked(CodeBuilder code) {
        var mask = ClassDesc.of("io.carekeep.fhir.mask.Mask");
        code.pop()
                .getstatic(mask, "NONE", mask)
                .invokevirtual(
                        ClassDesc.of(FIND + "Showing"),
                        "doc",
                        MethodTypeDesc.of(
                                ClassDesc.of("io.carekeep.fhir.json.Json"),
                                ClassDesc.of("io.carekeep.store.SealedRow"),
                                mask));
    }

    // mask, bytes
    private static void whole(CodeBuilder code) {
        code.swap().pop();
    }

    @ParameterizedTest
    @MethodSource("mutations")
    void the_law_catches_a_node_without_its_filter(Mutation mutation) throws Exception {
        var store = new Mutant(mutation);
        assertThat(trial(store, POLICIES_MAX).call()).isFalse();
        assertThat(store.changed).as("the call is there").isPositive();
    }

    @Test
    void the_law_holds_in_the_store_as_it_is() throws Exception {
        assertThat(trial(new Mutant(new Mutation("Nobody", "none", "none", _ -> {})), POLICIES_LEAST)
                        .call())
                .isTrue();
    }

    @SuppressWarnings("unchecked")
    private static Callable<Boolean> trial(ClassLoader loader, int policies) throws ReflectiveOperationException {
        var constructor = loader.loadClass(LawTrial.class.getName()).getDeclaredConstructor(int.class);
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
                var code = name.equals(FIND + mutation.in()) ? changed(name, bytes) : bytes;
                return defineClass(name, code, 0, code.length);
            } catch (IOException failure) {
                throw new ClassNotFoundException(name, failure);
            }
        }

        private byte[] changed(String type, byte[] bytes) {
            var classes = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(
                    java.lang.classfile.ClassHierarchyResolver.ofResourceParsing(getParent())));
            CodeTransform without = (code, element) -> {
                if (element instanceof InvokeInstruction call
                        && call.name().stringValue().equals(mutation.call())) {
                    mutation.instead().accept(code);
                    changed++;
                } else {
                    code.with(element);
                }
            };
            return classes.transformClass(
                    classes.parse(bytes),
                    ClassTransform.transformingMethodBodies(
                            method -> mutation.isIn(type, method.methodName().stringValue()), without));
        }
    }
}
