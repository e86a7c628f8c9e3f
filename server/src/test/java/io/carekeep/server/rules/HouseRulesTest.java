package io.carekeep.server.rules;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;

/// Who may use whom. The table is that of ARCHITECTURE.md.
final class HouseRulesTest {

    private static final String ROOT = "io.carekeep.";

    private static final Map<String, Set<String>> MAY_USE = Map.of(
            "base", Set.of(),
            "vault", Set.of("base"),
            "fhir", Set.of("base"),
            "audit", Set.of("base", "vault"),
            "alarm", Set.of("base", "vault", "audit"),
            "access", Set.of("base", "fhir", "audit", "alarm"),
            "store", Set.of("base", "fhir", "vault", "access"),
            "identity", Set.of("base", "vault", "audit", "alarm", "access"),
            "server", Set.of("base", "vault", "fhir", "audit", "alarm", "access", "store", "identity"),
            "testkit", Set.of("base", "fhir"));

    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.carekeep");

    @Test
    void a_module_uses_only_what_the_table_allows() {
        assertThat(arrows((from, to) -> {
                    var module = module(from);
                    return !module.equals(module(to))
                            && !Objects.requireNonNull(MAY_USE.get(module), module)
                                    .contains(module(to));
                }))
                .isEmpty();
    }

    @Test
    void a_package_never_uses_one_below_it() {
        assertThat(arrows((from, to) -> to.getPackageName().startsWith(from.getPackageName() + ".")))
                .isEmpty();
    }

    private static Set<String> arrows(BiPredicate<JavaClass, JavaClass> forbidden) {
        var found = new TreeSet<String>();
        for (var each : ALL) {
            for (Dependency dependency : each.getDirectDependenciesFromSelf()) {
                var target = dependency.getTargetClass();
                if (target.getPackageName().startsWith(ROOT) && forbidden.test(each, target)) {
                    found.add(each.getName() + " uses " + target.getName());
                }
            }
        }
        return found;
    }

    private static String module(JavaClass type) {
        return type.getPackageName().substring(ROOT.length()).split("\\.", 2)[0];
    }

    @Test
    void packages_have_no_cycles() {
        slices().matching("io.carekeep.(**)").should().beFreeOfCycles().check(ALL);
    }

    @Test
    void only_the_gate_makes_permits() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("io.carekeep.access.Gate")
                // A permit for a part of what the gate permitted.
                .and()
                .doNotHaveFullyQualifiedName("io.carekeep.access.Permit")
                .should()
                .callConstructorWhere(com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                        com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner(
                                com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo(permit()))))
                .check(ALL);
    }

    private static Class<?> permit() {
        return io.carekeep.access.Permit.class;
    }

    @Test
    void only_the_event_log_logs() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("io.carekeep.base.EventLog")
                .should()
                .dependOnClassesThat(resideInAPackage("org.slf4j.."))
                .check(ALL);
        noClasses()
                .that()
                .resideOutsideOfPackage("io.carekeep.server.logs")
                .should()
                .dependOnClassesThat(resideInAPackage("java.util.logging"))
                .check(ALL);
    }

    @Test
    void time_is_java_time_and_comes_from_a_clock() {
        // The JDK and BouncyCastle date certificates with java.util.Date.
        noClasses()
                .that()
                .resideOutsideOfPackage("io.carekeep.identity.tls")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Date")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Calendar")
                .check(ALL);
        noClasses()
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.util.UUID.class, "randomUUID")
                .check(ALL);
    }

    @Test
    void libraries_stay_in_their_place() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.carekeep.server..")
                .should()
                .dependOnClassesThat(resideInAPackage("picocli.."))
                .check(ALL);
        noClasses()
                .that()
                .resideOutsideOfPackages("io.carekeep.vault..", "io.carekeep.identity..")
                .should()
                .dependOnClassesThat(resideInAPackage("org.bouncycastle.."))
                .check(ALL);
    }

    @Test
    void mail_is_spoken_where_people_are_paged() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.carekeep.alarm.paging")
                .should()
                .dependOnClassesThat(resideInAPackage("jakarta.mail.."))
                .check(ALL);
    }

    @Test
    void every_package_says_in_a_sentence_what_it_is() {
        var packages = new TreeSet<String>();
        var said = new TreeSet<String>();
        for (var each : ALL) {
            (each.getSimpleName().equals("package-info") ? said : packages).add(each.getPackageName());
        }
        packages.removeAll(said);
        assertThat(packages).isEmpty();
    }

    @Test
    void a_problem_is_told_in_one_place() {
        classes()
                .that()
                .haveSimpleName("Outcome")
                .and()
                .areTopLevelClasses()
                .should()
                .resideInAPackage("io.carekeep.store.interaction")
                .check(ALL);
    }
}
