package io.carekeep.store.oracle;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.function.Consumer;

/// A call of the store that is left out, or does less.
/// @param in the class, and how the names of the methods start in which it is
/// @param call what is called; a constructor is called by its class
/// @param instead what takes its place: the arguments are on the stack
record Mutation(String in, String method, String call, Consumer<CodeBuilder> instead) {

    private static final String STORE = "io.carekeep.store.";
    private static final ClassDesc PREDICATE = ClassDesc.of("io.carekeep.fhir.search.Predicate");
    private static final ClassDesc MASK = ClassDesc.of("io.carekeep.fhir.mask.Mask");
    private static final ClassDesc SQL = ClassDesc.of(STORE + "find.Sql");
    private static final ClassDesc FUNCTION = ClassDesc.of("java.util.function.Function");

    /// The law for searches catches these. The last is met by few questions.
    static final List<Mutation> OF_SEARCHES = List.of(
            new Mutation("find.Compiler", "node", "restriction", Mutation::anything),
            new Mutation("find.Plan", "<init>", "restriction", Mutation::anything),
            new Mutation("find.MaskedQuery", "leaf", "apply", Mutation::nothing),
            new Mutation("find.MaskedQuery", "linked", "of", Mutation::second),
            new Mutation("find.MaskedQuery", "linkedFrom", "of", Mutation::second),
            new Mutation("find.MaskedQuery", "linkedFrom", "seen", Mutation::first),
            new Mutation("find.MaskedQuery", "under", "seen", Mutation::first),
            new Mutation("find.Including", "seen", "seen", Mutation::first),
            new Mutation("find.TextOrder", "page", "doc", Mutation::unmasked),
            new Mutation("find.Showing", "masked", "applied", Mutation::whole),
            new Mutation("find.MaskedQuery", "touches", "touches", Mutation::no));

    /// The law for histories and reads of versions catches these: criteria, the present version's criteria, deletions,
    /// `_at`, and the masks of what was.
    static final List<Mutation> OF_HISTORIES = List.of(
            new Mutation("find.Compiler", "visible", "restriction", Mutation::anything),
            new Mutation("find.Compiler", "visible", "isWhole", Mutation::yes),
            new Mutation("find.Histories$History", "visible", "present", Mutation::always),
            new Mutation("find.Histories$History", "replacedBefore", "visible", Mutation::always),
            new Mutation("find.ResourceStore", "version", "isAll", Mutation::yes),
            new Mutation("find.Showing", "decide", "all", Mutation::none));

    /// The law for writes catches these: a condition that finds what is closed, by itself and of many in a transaction,
    /// one
    /// that reads what is hidden, a write to an id that is not seen, a reference to what is closed, and a record
    /// that becomes one that is closed.
    static final List<Mutation> OF_WRITES = List.of(
            new Mutation("find.ResourceSearch", "conditional", "Compiler", Mutation::unrestricted),
            new Mutation("find.ResourceSearch", "each", "Compiler", Mutation::unrestricted),
            new Mutation("find.ResourceSearch", "sees", "among", Mutation::some),
            new Mutation("find.ResourceSearch", "visible", "Compiler", Mutation::unrestricted),
            new Mutation("write.Protection", "demandWritten", "forEach", Mutation::undemanded));

    /// The law under rules and consents catches these: of each type, one kind of what consents say.
    static final List<Mutation> OF_CONSENTS = List.of(
            new Mutation("find.OwnSql", "write", "withheld", Mutation::never),
            new Mutation("find.ConsentSql", "closing", "means", Mutation::meant));

    @Override
    public String toString() {
        return in + "." + method + " without " + call;
    }

    /// The name of the class that is changed.
    String type() {
        return STORE + in;
    }

    boolean isIn(String name) {
        return name.startsWith(method) || name.startsWith("lambda$" + method);
    }

    boolean isMeant(InvokeInstruction invoked) {
        var name = invoked.name().stringValue();
        var owner = invoked.owner().asInternalName();
        return name.equals(call) || name.equals("<init>") && owner.endsWith("/" + call);
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
        code.pop()
                .getstatic(MASK, "NONE", MASK)
                .invokevirtual(
                        ClassDesc.of(STORE + "find.Showing"),
                        "doc",
                        MethodTypeDesc.of(
                                ClassDesc.of("io.carekeep.fhir.json.Json"),
                                ClassDesc.of("io.carekeep.store.SealedRow"),
                                MASK));
    }

    // mask, bytes
    private static void whole(CodeBuilder code) {
        code.swap().pop();
    }

    // restriction
    private static void yes(CodeBuilder code) {
        code.pop().iconst_1();
    }

    // search, permit, way, numbers
    private static void some(CodeBuilder code) {
        var set = ClassDesc.of("java.util.Set");
        code.pop2().pop2().loadConstant("some");
        code.invokestatic(set, "of", MethodTypeDesc.of(set, ConstantDescs.CD_Object), true);
    }

    // grants
    private static void none(CodeBuilder code) {
        code.pop().getstatic(MASK, "NONE", MASK);
    }

    // history, two of what is asked about, sql
    private static void always(CodeBuilder code) {
        int sql = code.allocateLocal(TypeKind.REFERENCE);
        code.astore(sql).pop2().pop().aload(sql).loadConstant("true");
        code.invokevirtual(SQL, "add", MethodTypeDesc.of(SQL, ConstantDescs.CD_String))
                .pop();
    }

    // new, new, permit, lookup
    private static void unrestricted(CodeBuilder code) {
        var lookup = ClassDesc.of(STORE + "find.Lookup");
        int kept = code.allocateLocal(TypeKind.REFERENCE);
        code.astore(kept)
                .pop()
                .invokestatic(ClassDesc.of(AllOpen.class.getName()), "restrictions", MethodTypeDesc.of(FUNCTION));
        code.aload(kept)
                .invokespecial(
                        ClassDesc.of(STORE + "find.Compiler"),
                        "<init>",
                        MethodTypeDesc.of(ConstantDescs.CD_void, FUNCTION, lookup));
    }

    // map, consumer
    private static void undemanded(CodeBuilder code) {
        code.pop2();
    }

    // consents, type, predicate, alias, sql
    private static void never(CodeBuilder code) {
        int sql = code.allocateLocal(TypeKind.REFERENCE);
        code.astore(sql).pop2().pop2().aload(sql).loadConstant("false");
        code.invokevirtual(SQL, "add", MethodTypeDesc.of(SQL, ConstantDescs.CD_String))
                .pop();
    }

    // consents, labels, consent, type, alias, sql
    private static void meant(CodeBuilder code) {
        int sql = code.allocateLocal(TypeKind.REFERENCE);
        code.astore(sql).pop2().pop2().pop().aload(sql).loadConstant("true");
        code.invokevirtual(SQL, "add", MethodTypeDesc.of(SQL, ConstantDescs.CD_String))
                .pop();
    }
}
