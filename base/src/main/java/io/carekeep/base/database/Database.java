package io.carekeep.base.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.carekeep.base.Check;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/// The open database. The server works as the role `carekeep_app`, which may change rows and nothing else; migrations
/// run as the owner of the schemas.
public final class Database implements AutoCloseable {

    /// The role of the running server.
    public static final String APP = "carekeep_app";

    private static final String OWNER = "carekeep_owner";
    private static final int POOL = 20;
    // Spring keeps a connection of either pool until the transaction of its thread ends, so each thread that has one of
    // the first may need one of these: with fewer, transactions waited for each other.
    private static final int OUTSIDE = POOL + 2;
    // One listens, the other looks.
    private static final int LOOKS = 2;
    private static final int LOOK_MILLIS = 1_000;
    private static final int SECRET_BYTES = 32;

    private final HikariDataSource app;
    private final HikariDataSource owner;
    private final HikariDataSource outside;
    private final HikariDataSource looks;
    private final JdbcTransactionManager manager;
    private final JdbcTransactionManager outsideManager;
    private final @Nullable EmbeddedPostgres server;

    private Database(
            HikariDataSource app,
            HikariDataSource owner,
            HikariDataSource outside,
            HikariDataSource looks,
            @Nullable EmbeddedPostgres server) {
        this.app = app;
        this.owner = owner;
        this.outside = outside;
        this.looks = looks;
        this.manager = new JdbcTransactionManager(app);
        this.outsideManager = new JdbcTransactionManager(outside);
        this.server = server;
    }

    /// Starts or reaches the database and brings the schema of each module up to date.
    /// @param modules their names; each has its migrations under `db/<module>` on the class path
    /// @throws DatabaseUnusable saying what to mend
    public static Database open(DatabaseLocation where, List<String> modules, SecureRandom random) {
        return switch (where) {
            case DatabaseLocation.Embedded(Path home) -> embedded(home, modules, random);
            case DatabaseLocation.External external -> external(external, modules);
        };
    }

    private static Database embedded(Path home, List<String> modules, SecureRandom random) {
        var server = EmbeddedPostgres.start(home.resolve("database"), home.resolve("database.secret"), random);
        try {
            var ownerPassword = secret(random);
            var appPassword = secret(random);
            try (var connection = superuser(server)) {
                role(connection, OWNER, ownerPassword);
                role(connection, APP, appPassword);
                rights(connection);
            }
            return opened(server.url(EmbeddedPostgres.DATABASE), OWNER, ownerPassword, appPassword, modules, server);
        } catch (SQLException failure) {
            server.close();
            throw new DatabaseUnusable("the embedded database refused its set-up", failure);
        } catch (RuntimeException failure) {
            server.close();
            throw failure;
        }
    }

    private static Database external(DatabaseLocation.External where, List<String> modules) {
        try (var connection = DriverManager.getConnection(where.url(), where.owner(), where.ownerPassword())) {
            int version = connection.getMetaData().getDatabaseMajorVersion();
            if (version < 15) {
                throw new DatabaseUnusable("Carekeep needs PostgreSQL 15 or newer, and this is " + version, null);
            }
            role(connection, APP, where.appPassword());
        } catch (SQLException failure) {
            throw new DatabaseUnusable(
                    "the database can't be reached or its owner may not make the role " + APP
                            + ": check the URL, the owner's password and that the owner has CREATEROLE",
                    failure);
        }
        return opened(where.url(), where.owner(), where.ownerPassword(), where.appPassword(), modules, null);
    }

    private static Database opened(
            String url,
            String ownerName,
            String ownerPassword,
            String appPassword,
            List<String> modules,
            @Nullable EmbeddedPostgres server) {
        var owner = pool(url, ownerName, ownerPassword, 2, "owner");
        try {
            migrate(owner, modules);
        } catch (RuntimeException failure) {
            owner.close();
            throw failure;
        }
        return new Database(
                pool(url, APP, appPassword, POOL, "app"),
                owner,
                pool(url, APP, appPassword, OUTSIDE, "outside"),
                new HikariDataSource(quick(config(url, APP, appPassword, LOOKS, "looks"))),
                server);
    }

    static Connection superuser(EmbeddedPostgres server) throws SQLException {
        return DriverManager.getConnection(
                server.url(EmbeddedPostgres.DATABASE), EmbeddedPostgres.SUPERUSER, server.password());
    }

    private static String secret(SecureRandom random) {
        var bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    // Role and database names are our own constants, and a password is checked to be one of ours or quoted.
    private static void role(Connection connection, String name, String password) throws SQLException {
        try (var ask = connection.prepareStatement("select 1 from pg_roles where rolname = ?");
                var act = connection.createStatement()) {
            ask.setString(1, name);
            boolean exists = ask.executeQuery().next();
            var quoted = "'" + password.replace("'", "''") + "'";
            // Only a superuser may say nosuperuser of a role that exists, and an owner need not be one.
            act.execute(
                    exists
                            ? "alter role " + name + " login password " + quoted
                            : "create role " + name + " login nosuperuser nocreatedb nocreaterole password " + quoted);
        }
    }

    private static void rights(Connection connection) throws SQLException {
        try (var act = connection.createStatement()) {
            act.execute("alter database " + EmbeddedPostgres.DATABASE + " owner to " + OWNER);
            act.execute("revoke all on database " + EmbeddedPostgres.DATABASE + " from public");
            act.execute("grant connect on database " + EmbeddedPostgres.DATABASE + " to " + APP);
        }
    }

    private static HikariDataSource pool(String url, String user, String password, int size, String name) {
        return new HikariDataSource(config(url, user, password, size, name));
    }

    // What does not answer soon fails.
    private static HikariConfig quick(HikariConfig config) {
        config.setConnectionTimeout(LOOK_MILLIS);
        config.setValidationTimeout(LOOK_MILLIS / 2);
        config.addDataSourceProperty("connectTimeout", "1");
        config.addDataSourceProperty("socketTimeout", "2");
        return config;
    }

    private static HikariConfig config(String url, String user, String password, int size, String name) {
        var config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(1);
        config.setPoolName(name);
        config.setConnectionTimeout(10_000);
        config.addDataSourceProperty("ApplicationName", "carekeep");
        // A bulk statement's parameters are arrays, and every statement of the hot paths is one of a few texts.
        config.addDataSourceProperty("prepareThreshold", "2");
        config.addDataSourceProperty("preparedStatementCacheQueries", "512");
        // The statements say by their form how they are to be carried out; a plan made for each value would only cost.
        config.addDataSourceProperty("options", "-c plan_cache_mode=force_generic_plan");
        config.addDataSourceProperty("logServerErrorDetail", "false");
        config.addDataSourceProperty("tcpKeepAlive", "true");
        return config;
    }

    private static void migrate(DataSource owner, List<String> modules) {
        var sql = JdbcClient.create(owner);
        sql.sql("alter default privileges grant select, insert, update, delete on tables to " + APP)
                .update();
        sql.sql("alter default privileges grant usage, select on sequences to " + APP)
                .update();
        for (var module : modules) {
            Check.that(module.matches("[a-z]+"), "a module's name is a word");
            Flyway.configure()
                    .dataSource(owner)
                    .schemas(module)
                    .defaultSchema(module)
                    .createSchemas(true)
                    .table("migration")
                    .locations("classpath:db/" + module)
                    .failOnMissingLocations(true)
                    .loggers("slf4j")
                    .load()
                    .migrate();
            sql.sql("grant usage on schema " + module + " to " + APP).update();
            sql.sql("revoke all on " + module + ".migration from " + APP).update();
        }
    }

    /// Connections of the running server's role.
    public DataSource app() {
        return app;
    }

    /// Connections of the schemas' owner, for migrations and upkeep.
    public DataSource owner() {
        return owner;
    }

    /// Statements of the running server's role.
    public JdbcClient sql() {
        return JdbcClient.create(app);
    }

    /// Statements of the running server's role outside of any request's transaction: what they write stays, and they
    /// never wait for a connection that a request holds.
    public JdbcClient outside() {
        return JdbcClient.create(outside);
    }

    /// The connections of [#outside()].
    public DataSource outsideSource() {
        return outside;
    }

    /// Short looks at what this process believes for a time: they fail within a second or two rather than wait.
    public JdbcClient looks() {
        return JdbcClient.create(looks);
    }

    /// The connections of [#looks()].
    HikariDataSource looksSource() {
        return looks;
    }

    /// Transactions beside any request's, on the connections of [#outside()].
    public TransactionTemplate transactionsOutside() {
        return new TransactionTemplate(outsideManager);
    }

    /// Transactions of the running server's role, read committed.
    public TransactionTemplate transactions() {
        return new TransactionTemplate(manager);
    }

    /// Transactions of the running server's role that end with statements sent together with the commit.
    public Writes writes() {
        return new Writes(transactions(), new JdbcTemplate(app));
    }

    /// The process of the embedded server, for its memory to be measured; empty when the database is external.
    public java.util.OptionalLong pid() {
        return server == null ? java.util.OptionalLong.empty() : java.util.OptionalLong.of(server.pid());
    }

    @Override
    public void close() {
        app.close();
        outside.close();
        looks.close();
        owner.close();
        if (server != null) {
            server.close();
        }
    }
}
