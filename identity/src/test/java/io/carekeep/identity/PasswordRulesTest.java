package io.carekeep.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.testkit.Safeguard;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Safeguard("164.308(a)(5)(ii)(D)")
class PasswordRulesTest {

    private static final AccountName NAME = AccountName.parse("amina.testcase");

    private final PasswordRules rules = new PasswordRules(List.of("Little Creek"));

    @ParameterizedTest
    @ValueSource(
            strings = {"seven green kettles sing", "мой дядя самых честных", "犬猫鳥魚馬牛羊豚鶏蛇亀兎鼠猿虎", "xkq7 vv2m pp0z lw"})
    void a_long_uncommon_password_may_be_chosen(String password) {
        assertThat(rules.checked(password, NAME)).isEqualTo(password);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "passwordpassword",
                "Password123456789!",
                "qwertyuiopasdfghjkl",
                "abcdefghijklmnopqrst",
                "123456789012345678",
                "hunter2hunter2hunter2",
                "aaaaaaaaaaaaaaaaaaa",
                "Summer2026!Hospital",
                "little creek 2026 welcome",
                "amina.testcase amina.testcase"
            })
    void what_everybody_tries_first_may_not(String password) {
        assertThatThrownBy(() -> rules.checked(password, NAME))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.problem())
                                .isInstanceOfSatisfying(
                                        Problem.Invalid.class,
                                        problem -> assertThat(problem.place()).isEqualTo("password")));
    }

    @Test
    void fourteen_characters_are_too_few_and_129_too_many() {
        assertThat(rules.checked("seven green ket", NAME)).hasSize(15);
        var long129 = "seven green kettles ".repeat(7).substring(0, 129);
        assertThat(rules.checked(long129.substring(1), NAME)).hasSize(128);
        assertThatThrownBy(() -> rules.checked(long129, NAME)).isInstanceOf(Refused.class);
        assertThatThrownBy(() -> rules.checked("seven green ke", NAME)).isInstanceOf(Refused.class);
    }

    @Test
    void the_same_characters_typed_otherwise_are_the_same_password() {
        assertThat(rules.checked("seven gre\u0301en kettles", NAME)).isEqualTo("seven gr\u00e9en kettles");
    }
}
