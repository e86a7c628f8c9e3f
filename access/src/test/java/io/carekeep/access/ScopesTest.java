package io.carekeep.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.access.Scope.Right;
import io.carekeep.access.Scope.Whose;
import io.carekeep.base.Refused;
import io.carekeep.fhir.ResourceType;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ScopesTest {

    private static final ResourceType OBSERVATION =
            ResourceType.of("Observation").orElseThrow();
    private static final Set<Right> ALL = EnumSet.allOf(Right.class);

    private static Scope only(String text) {
        var clinical = Scopes.parse(text).clinical();
        assertThat(clinical).hasSize(1);
        return clinical.getFirst();
    }

    @Test
    void scopes_of_version_1_read_and_write() {
        assertThat(only("patient/*.read"))
                .isEqualTo(new Scope(Whose.PATIENT, null, Set.of(Right.READ, Right.SEARCH), ""));
        assertThat(only("user/Observation.write"))
                .isEqualTo(new Scope(Whose.USER, OBSERVATION, Set.of(Right.CREATE, Right.UPDATE, Right.DELETE), ""));
        assertThat(only("system/*.*")).isEqualTo(new Scope(Whose.SYSTEM, null, ALL, ""));
    }

    @Test
    void scopes_of_version_2_name_rights_by_letters_and_may_ask() {
        assertThat(only("user/Observation.cruds")).isEqualTo(new Scope(Whose.USER, OBSERVATION, ALL, ""));
        assertThat(only("patient/Observation.rs?category=laboratory&status=final"))
                .isEqualTo(new Scope(
                        Whose.PATIENT,
                        OBSERVATION,
                        Set.of(Right.READ, Right.SEARCH),
                        "category=laboratory&status=final"));
        assertThat(only("system/Observation.d").rights()).containsExactly(Right.DELETE);
    }

    @Test
    void what_is_not_about_records_is_known_and_grants_nothing() {
        var scopes = Scopes.parse("openid fhirUser launch launch/patient offline_access  patient/*.rs patient/*.rs");
        assertThat(scopes.clinical()).hasSize(1);
        assertThat(Scopes.parse("openid").clinical()).isEmpty();
    }

    @Test
    void unknown_scopes_are_refused() {
        for (var text : List.of(
                "everything",
                "patient/*",
                "patient/Shoe.read",
                "patient/Observation.",
                "patient/Observation.sr",
                "patient/Observation.x",
                "patient/Observation.read?status=final",
                "patient/Observation.rs?",
                "group/Observation.rs",
                "PATIENT/Observation.rs",
                "openid admin",
                "openid ".repeat(101),
                "patient/Observation.rs?code=" + "a".repeat(4_000))) {
            assertThatThrownBy(() -> Scopes.parse(text)).as(text).isInstanceOf(Refused.class);
        }
    }
}
