package io.carekeep.bench;

import io.carekeep.access.Circumstances;
import io.carekeep.access.Facts;
import io.carekeep.access.Trail;
import io.carekeep.audit.AuditLog;
import io.carekeep.audit.Entry;
import io.carekeep.audit.Handle;
import io.carekeep.audit.note.NoteSigner;
import io.carekeep.audit.numbering.Sequencer;
import io.carekeep.base.database.Database;
import io.carekeep.base.database.DatabaseLocation;
import io.carekeep.fhir.ResourceType;
import io.carekeep.server.home.HomeFolder;
import io.carekeep.server.home.HomeView;
import io.carekeep.store.Numbering;
import io.carekeep.vault.FileKeys;
import io.carekeep.vault.Vault;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;

/// Fills the audit log of a stopped home with the reads of a clinic of 500 accounts over two years, so that its views
/// can be timed: `LogFill HOME ENTRIES PATIENTS RECORDS`. The patients and records are those that the home has, and as
/// many that it has no longer as there are to be patients: 300 records of each. An entry returns so many records.
public final class LogFill {

    private static final int ACCOUNTS = 500;
    private static final int TOGETHER = 4_000;
    private static final int RECORDS_MOST = 300;
    private static final long FIRST_GONE = 1L << 30;
    private static final long MILLIS = Duration.ofDays(730).toMillis();
    private static final List<String> SCHEMAS = List.of("vault", "audit", "alarm", "access", "identity", "store");
    private static final ResourceType OBSERVATION =
            ResourceType.of("Observation").orElseThrow();
    private static final ResourceType PATIENT = ResourceType.of("Patient").orElseThrow();

    /// Shows the time that entries are written at.
    private static final class MovedClock extends Clock {

        private Instant now = Instant.EPOCH;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private record Patient(long number, List<Long> records) {}

    private final List<Patient> patients;
    private final Random chance = new Random(1);

    private final int records;

    private LogFill(List<Patient> patients, int records) {
        this.patients = patients;
        this.records = records;
    }

    public static void main(String[] arguments) throws Exception {
        var folder = Path.of(arguments[0]);
        long entries = Long.parseLong(arguments[1]);
        var random = new SecureRandom();
        var clock = new MovedClock();
        try (var home = HomeFolder.open(folder, HomeView.of(folder).purpose(), Clock.systemUTC(), random);
                var database = Database.open(new DatabaseLocation.Embedded(home.folder()), SCHEMAS, random)) {
            var vault = Vault.open(FileKeys.open(home.keys(), random), database.sql(), random, Clock.systemUTC());
            var log = new AuditLog(database.app(), vault);
            var signer = NoteSigner.log(vault.auditSigner());
            var sequencer = new Sequencer(database.sql(), database.transactions(), signer, clock);
            sequencer.drain(Duration.ofMinutes(1));
            var fill = new LogFill(patients(database, Integer.parseInt(arguments[2])), Integer.parseInt(arguments[3]));
            long begun = System.currentTimeMillis() - MILLIS;
            for (long at = 0; at < entries; at += TOGETHER) {
                long first = at;
                log.append(LongStream.range(at, Math.min(entries, at + TOGETHER))
                        .mapToObj(each -> fill.entry(begun + each * MILLIS / entries))
                        .toList());
                clock.now = Instant.ofEpochMilli(begun + (first + TOGETHER) * MILLIS / entries);
                sequencer.step();
                if (at % (100L * TOGETHER) == 0) {
                    System.out.println(at);
                }
            }
            sequencer.drain(Duration.ofMinutes(1));
        }
    }

    private static List<Patient> patients(Database database, int count) {
        var patients = new ArrayList<Patient>();
        var homes = database.sql()
                .sql("select home from store.current where home <> 0 group by home having count(*) > 10")
                .query(Long.class)
                .list();
        for (long home : homes) {
            patients.add(new Patient(
                    home,
                    database.sql()
                            .sql("select number from store.current where home = :home limit :most")
                            .param("home", home)
                            .param("most", RECORDS_MOST)
                            .query((row, _) -> row.getLong(1))
                            .list()));
        }
        for (int at = patients.size(); at < count; at++) {
            long first = Numbering.first(OBSERVATION) + FIRST_GONE + (long) at * RECORDS_MOST;
            patients.add(new Patient(
                    Numbering.first(PATIENT) + FIRST_GONE + at,
                    LongStream.range(first, first + RECORDS_MOST).boxed().toList()));
        }
        return patients;
    }

    // A search in one patient's records, in a session of the account's day.
    private Entry entry(long at) {
        int account = 1_000 + chance.nextInt(ACCOUNTS);
        var patient = patients.get(chance.nextInt(patients.size()));
        var trail = new Trail();
        for (int count = 0; count < records; count++) {
            trail.returned(
                    patient.records().get(chance.nextInt(patient.records().size())), 1);
        }
        long session = account * 1_000L + at / Duration.ofDays(1).toMillis();
        var address = InetAddress.ofLiteral("10.0." + account % 16 + "." + account % 250);
        var known = Circumstances.UNKNOWN;
        var facts = new Facts(
                Optional.of(address),
                known.purpose(),
                OptionalLong.of(session),
                known.signIn(),
                Optional.of(OBSERVATION),
                Optional.of("Observation?patient=Patient/0123456789abcdef&code=8480-6"),
                Set.of(patient.number()),
                Set.of(),
                Set.of());
        var content = new ByteArrayOutputStream();
        content.writeBytes(facts.bytes());
        content.writeBytes(trail.bytes());
        var handles = List.of(
                Handle.account(account),
                Handle.address(address.getAddress()),
                Handle.session(session),
                Handle.patient(patient.number()));
        return new Entry(at, account, 4, Entry.Outcome.DONE, List.of(), handles, content.toByteArray());
    }
}
