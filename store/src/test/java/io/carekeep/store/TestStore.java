package io.carekeep.store;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Gate;
import io.carekeep.access.Group;
import io.carekeep.access.Permit;
import io.carekeep.access.Policy;
import io.carekeep.access.policy.Criteria;
import io.carekeep.access.policy.Shipped;
import io.carekeep.audit.AuditLog;
import io.carekeep.audit.GroupAppender;
import io.carekeep.base.HandlesPhi;
import io.carekeep.base.database.DatabaseLocation;
import io.carekeep.fhir.ResourceKey;
import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.definitions.Definitions;
import io.carekeep.fhir.json.Json;
import io.carekeep.fhir.json.JsonParser;
import io.carekeep.fhir.json.Limits;
import io.carekeep.fhir.search.QueryText;
import io.carekeep.fhir.search.SearchParameters;
import io.carekeep.fhir.search.SearchParser;
import io.carekeep.fhir.validation.Validator;
import io.carekeep.store.find.Finding;
import io.carekeep.store.find.SearchPage;
import io.carekeep.store.write.EntryResult;
import io.carekeep.store.write.ReferenceRule;
import io.carekeep.store.write.ResourceWriter;
import io.carekeep.store.write.Return;
import io.carekeep.store.write.Written;
import io.carekeep.testkit.SetClock;
import io.carekeep.testkit.TestDatabase;
import io.carekeep.vault.FileKeys;
import io.carekeep.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A whole store over a real database, as tests use it.
public final class TestStore implements AutoCloseable {

    /// How old what a store knows of changes of the index may be: short, since tests wait for it.
    public static final Duration HEARD = Duration.ofMillis(100);

    private static final String[] MODULES = {"vault", "audit", "access", "store"};

    public final TestDatabase database;
    public final FileKeys keys;
    public final SetClock clock = new SetClock(Instant.parse("2026-05-01T10:00:00Z"));
    public final SecureRandom random = new SecureRandom();
    public final Vault vault;
    public final AuditLog log;
    public final GroupAppender appender;
    public final Store store;
    public final JsonParser parser = new JsonParser(Definitions.r4().names(), Limits.DEFAULT);
    public final Finding finding;
    public final SearchParser searches;
    public final ResourceWriter writer;
    public final Caller operator = new Caller(1, Caller.Kind.SERVICE, Set.of(Group.OPERATOR));
    public final Caller administrator = new Caller(2, Caller.Kind.PERSON, Set.of(Group.ADMINISTRATOR));
    public final Gate gate;

    public TestStore() {
        this(ZoneOffset.UTC);
    }

    /// @param zone of dates that name no offset
    public TestStore(ZoneId zone) {
        this(TestDatabase.create(MODULES), zone);
    }

    private TestStore(TestDatabase database, ZoneId zone) {
        this(database, FileKeys.make(keyFile(database.home()), new SecureRandom()), zone, HEARD);
    }

    private TestStore(TestDatabase database, FileKeys keys, ZoneId zone, Duration heard) {
        this.database = database;
        this.keys = keys;
        this.vault = Vault.open(keys, database.database().sql(), random, clock);
        this.log = new AuditLog(database.database().app(), vault);
        this.appender = new GroupAppender(log);
        this.store = new Store(database.database(), vault, zone, clock, heard);
        this.finding = Finding.over(store, database.database(), parser, this::emergencies);
        this.searches = new SearchParser(SearchParameters.r4(), zone, clock);
        this.writer = writer(ReferenceRule.ANY);
        this.gate = gate(Shipped.policy(new Criteria(searches)));
    }

    // Here each row counts: the server looks at their seals.
    private long[] emergencies(long account) {
        return database
                .database()
                .sql()
                .sql("select number from access.opened where account = :account")
                .param("account", account)
                .query(Long.class)
                .list()
                .stream()
                .mapToLong(Long::longValue)
                .toArray();
    }

    /// A writer over the same records.
    public ResourceWriter writer(ReferenceRule rule) {
        return new ResourceWriter(
                store, finding.store(), finding.search(), searches, new Validator(Definitions.r4()), rule, parser);
    }

    /// A store in a database that somebody else runs.
    public static TestStore at(DatabaseLocation where) {
        return new TestStore(TestDatabase.at(where, MODULES), ZoneOffset.UTC);
    }

    /// The store over the data in a folder, with the keys of a file, as after a restart.
    public static TestStore over(Path home, Path keyFile) {
        return new TestStore(
                TestDatabase.over(home, MODULES), FileKeys.open(keyFile, new SecureRandom()), ZoneOffset.UTC, HEARD);
    }

    /// Another process over the same database and the same key file.
    public TestStore beside() {
        return beside(store.zone(), HEARD);
    }

    /// The same, of another site time zone, or one that hears late of what others change.
    /// @param heard how old what it knows may be
    public TestStore beside(ZoneId zone, Duration heard) {
        return new TestStore(database, FileKeys.open(keyFile(database.home()), random), zone, heard);
    }

    /// Another process that reaches the same database on another way, with connections of its own.
    public TestStore beside(DatabaseLocation where) {
        return new TestStore(
                TestDatabase.at(where, MODULES), FileKeys.open(keyFile(database.home()), random), store.zone(), HEARD);
    }

    /// Where the keys of a store lie.
    public static Path keyFile(Path home) {
        return home.resolve("test.key");
    }

    /// Stops everything; the data stay.
    public void stop() {
        appender.close();
        database.stop();
    }

    public Gate gate(Policy policy) {
        return new Gate(policy, log, appender, database.database().writes(), clock);
    }

    public Json parse(String json) {
        return parser.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    public <T> T write(Action action, Function<Permit, T> work) {
        return gate.pass(operator, action, work);
    }

    /// Creates a resource and returns its version.
    public Version create(String json) {
        var doc = parse(json);
        var type = ResourceType.of(Objects.requireNonNull(doc.text(0, "resourceType")))
                .orElseThrow();
        var written = write(Action.create(type), permit -> writer.create(permit, type, doc, List.of()));
        return ((Written.Created) written).version();
    }

    /// Writes a resource to an id.
    public Written put(String address, String json) {
        var key = key(address);
        return write(Action.update(key.type()), permit -> writer.update(permit, key, parse(json), OptionalInt.empty()));
    }

    public static ResourceKey key(String address) {
        var words = address.split("/");
        return ResourceKey.parse(words[0], words[1]);
    }

    public ReadResult read(String address) {
        var key = key(address);
        return gate.pass(
                operator, Action.read(key.type()), permit -> finding.store().read(permit, key));
    }

    public Written delete(String address) {
        var key = key(address);
        return write(Action.delete(key.type()), permit -> writer.delete(permit, key, OptionalInt.empty()));
    }

    public List<EntryResult> transaction(String bundle) {
        return write(Action.transaction(), permit -> writer.transaction(permit, parse(bundle), Return.REPRESENTATION));
    }

    /// Searches as the operator: `Patient?name=…`.
    public SearchPage search(String url) {
        return search(gate, url, null);
    }

    public SearchPage search(Gate through, String url, @Nullable String page) {
        return search(through, operator, url, page);
    }

    /// Searches as somebody: `Patient?name=…`, or `Patient`.
    public SearchPage search(Gate through, Caller caller, String url, @Nullable String page) {
        var words = url.split("\\?", 2);
        var type = ResourceType.of(words[0]).orElseThrow();
        var parameters = QueryText.parse(words.length < 2 ? "" : words[1]);
        var query = searches.parse(type, parameters, SearchParser.Handling.STRICT);
        return through.pass(
                caller, Action.search(type), permit -> finding.search().search(permit, query, page));
    }

    @HandlesPhi(why = "a test looks at its own invented records")
    public static String json(Version version) {
        return new String(version.json().reveal(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        appender.close();
        database.close();
    }
}
