package io.carekeep.store.upkeep;

import io.carekeep.base.database.Database;
import io.carekeep.base.database.DatabaseLocation;
import io.carekeep.testkit.TestDatabase;
import io.carekeep.vault.FileKeys;
import io.carekeep.vault.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;

/// A physical copy of a home from before, in the hands of the database's superuser.
final class OldCopy {

    private static final List<String> KEYS = List.of("vault.key", "store.home");

    private OldCopy() {}

    /// Puts today's tables of wrapped keys in the place of the copy's. The copy's own are kept in a file beside.
    static void bringKeys(TestDatabase today, Path copy) throws SQLException, IOException {
        try (var database = open(copy);
                var connection = superuser(database, copy);
                var statement = connection.createStatement()) {
            try (var rows = statement.executeQuery("select home, wrapped from store.home")) {
                var kept = new StringBuilder();
                while (rows.next()) {
                    kept.append(rows.getLong(1))
                            .append(' ')
                            .append(HexFormat.of().formatHex(rows.getBytes(2)))
                            .append('\n');
                }
                Files.writeString(copy.resolve("kept"), kept);
            }
            for (var table : KEYS) {
                statement.execute("delete from " + table);
                for (var row : rows(today, table)) {
                    try (var insert = connection.prepareStatement("insert into " + table
                            + " select * from json_populate_record(null::" + table + ", ?::json)")) {
                        insert.setString(1, row);
                        insert.executeUpdate();
                    }
                }
            }
        }
    }

    /// Opens the keys of the copy as it is.
    static Vault openVault(Path copy, Path keyFile) {
        try (var database = open(copy)) {
            var random = new SecureRandom();
            return Vault.open(FileKeys.open(keyFile, random), database.sql(), random, Clock.systemUTC());
        }
    }

    private static List<String> rows(TestDatabase database, String table) {
        return database.database()
                .sql()
                .sql("select row_to_json(t)::text from " + table + " t")
                .query((row, _) -> row.getString(1))
                .list();
    }

    /// The key of a home as the copy had it.
    static byte[] wrappedKey(Path copy, long home) throws IOException {
        return Files.readAllLines(copy.resolve("kept")).stream()
                .filter(line -> line.startsWith(home + " "))
                .map(line -> HexFormat.of().parseHex(line.substring(line.indexOf(' ') + 1)))
                .findFirst()
                .orElseThrow();
    }

    /// How many rows of a home a database still has.
    static long rows(TestDatabase database, long home) {
        return database.database()
                .sql()
                .sql("select count(*) from store.current where home = :home")
                .param("home", home)
                .query(Long.class)
                .single();
    }

    private static Database open(Path home) {
        return Database.open(
                new DatabaseLocation.Embedded(home), List.of("vault", "audit", "store"), new SecureRandom());
    }

    private static Connection superuser(Database database, Path home) throws SQLException, IOException {
        try (var connection = database.app().getConnection()) {
            var url = connection.getMetaData().getURL();
            return DriverManager.getConnection(url, "postgres", Files.readString(home.resolve("database.secret")));
        }
    }
}
