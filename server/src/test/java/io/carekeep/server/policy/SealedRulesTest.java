package io.carekeep.server.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.access.policy.RulesShelf;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.testkit.Safeguard;
import io.carekeep.testkit.TestDatabase;
import io.carekeep.vault.Altered;
import io.carekeep.vault.FileKeys;
import io.carekeep.vault.Vault;
import java.security.SecureRandom;
import java.time.Clock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

@Safeguard("164.308(a)(4)(ii)(C)")
final class SealedRulesTest {

    private static TestDatabase test;
    private static SealedRules shelf;

    @BeforeAll
    static void open() {
        test = TestDatabase.create("vault", "access");
        var random = new SecureRandom();
        var keys = FileKeys.make(test.home().resolve("test.key"), random);
        var sql = test.database().sql();
        shelf = new SealedRules(sql, Vault.open(keys, sql, random, Clock.systemUTC()));
    }

    @AfterAll
    static void close() {
        test.close();
    }

    private static RulesShelf.Kept kept(int version) {
        return new RulesShelf.Kept(version, 1000L * version, 5, "groups: {surgeon: operates}");
    }

    @Test
    void versions_come_one_after_the_other_and_a_changed_row_does_not_open() {
        assertThat(shelf.last()).isZero();
        shelf.add(kept(1));
        shelf.add(kept(2));
        assertThat(shelf.last()).isEqualTo(2);
        assertThat(shelf.find(1)).contains(kept(1));
        assertThat(shelf.newest(1)).containsExactly(kept(2));
        assertThat(shelf.find(3)).isEmpty();
        assertThatThrownBy(() -> shelf.add(kept(2)))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.problem()).isInstanceOf(Problem.Conflict.class));
        assertThat(test.database()
                        .sql()
                        .sql("select position('surgeon'::bytea in sealed) from access.policy where version = 1")
                        .query(Integer.class)
                        .single())
                .isZero();
        var owner = JdbcClient.create(test.database().owner());
        owner.sql("update access.policy set account = 6 where version = 2").update();
        assertThatThrownBy(() -> shelf.find(2)).isInstanceOf(Altered.class);
        assertThatThrownBy(() ->
                        test.database().sql().sql("delete from access.policy").update())
                .isInstanceOf(DataAccessException.class);
    }
}
