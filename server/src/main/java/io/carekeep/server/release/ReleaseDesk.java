package io.carekeep.server.release;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Gate;
import io.carekeep.access.Interaction;
import io.carekeep.access.release.Release;
import io.carekeep.access.release.Releases;
import io.carekeep.base.HandlesPhi;
import io.carekeep.fhir.search.Query;
import io.carekeep.fhir.search.SearchParser;
import io.carekeep.identity.tls.CmsRecipient;
import io.carekeep.store.Room;
import io.carekeep.store.find.ResourceSearch;
import io.carekeep.store.find.SearchPage;
import io.carekeep.store.interaction.Subset;
import io.carekeep.vault.Vault;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/// What officers and administrators do about releases, each through the gate and an entry of the audit log that says
/// which release it was. Each page that is given is an entry too, durable before it leaves.
final class ReleaseDesk {

    private static final Action MANAGE = Action.of(Interaction.MANAGE_RELEASES);

    /// A release, opened.
    record Opened(Release release, Content content) {}

    /// What finds and encrypts.
    record Parts(
            ResourceSearch search, SearchParser parser, Room room, Vault vault, SecureRandom random, Clock clock) {}

    private final Gate gate;
    private final Releases releases;
    private final Parts parts;

    ReleaseDesk(Gate gate, Releases releases, Parts parts) {
        this.gate = gate;
        this.releases = releases;
        this.parts = parts;
    }

    Opened propose(Caller caller, Content content, Duration time) {
        content.queries(parts.parser());
        recipient(content);
        return gate.pass(caller, MANAGE.asked("propose a release to " + content.recipient()), permit -> {
            var sealed = content.bytes();
            return new Opened(
                    releases.propose(
                            permit,
                            time,
                            (number, account, at, until) -> parts.vault()
                                    .sealer()
                                    .seal(
                                            parts.vault().audit(),
                                            sealed,
                                            0,
                                            sealed.length,
                                            beside(number, account, at, until))),
                    content);
        });
    }

    private static Action manage(String word, long number) {
        return MANAGE.asked(word + " release " + number);
    }

    Opened decide(Caller caller, long number, boolean approves) {
        var action = manage(approves ? "approve" : "refuse", number);
        return gate.pass(caller, action, permit -> opened(releases.decide(permit, number, approves)));
    }

    List<Opened> newest(Caller caller) {
        return gate.pass(
                caller,
                MANAGE,
                _ -> releases.newest().stream().map(this::opened).toList());
    }

    Opened show(Caller caller, long number) {
        return gate.pass(caller, manage("show", number), _ -> opened(releases.find(number)));
    }

    /// Begins to deliver a release.
    Opened begin(Caller caller, long number) {
        return gate.pass(caller, manage("deliver", number), permit -> opened(releases.begin(permit, number)));
    }

    /// Delivers a release that was begun: NDJSON, a record a line, encrypted to its recipient.
    void deliver(Caller caller, Opened opened, OutputStream to) throws IOException {
        var content = opened.content();
        var asking = caller.on(content.purpose());
        long number = opened.release().number();
        // Closed at its end only: what broke off must not be a whole message that opens.
        var out = recipient(content).encrypting(to);
        var queries = content.queries(parts.parser());
        for (int at = 0; at < queries.size(); at++) {
            var words = content.words(number, content.searches().get(at));
            give(asking, queries.get(at), words, out);
        }
        out.close();
        gate.pass(caller, manage("delivered", number), permit -> {
            releases.delivered(permit, number);
            return true;
        });
    }

    private void give(Caller caller, Query query, String words, OutputStream out) throws IOException {
        var action = new Action(Interaction.RELEASE_DATA, query.type()).asked(words);
        var subset = Subset.of(query.summary(), query.elements());
        SearchPage page = null;
        while (page == null || page.next() != null) {
            var next = page == null ? null : page.next();
            page = gate.pass(caller, action, permit -> parts.search().search(permit, query, next));
            write(page, subset, out);
            // What this page held is gone, and the next one asks for room of its own.
            parts.room().leave();
            parts.room().arrive();
        }
    }

    @HandlesPhi(why = "records that two others approved are written encrypted to their recipient")
    private static void write(SearchPage page, Subset subset, OutputStream out) throws IOException {
        for (var version : page.matches()) {
            out.write(subset.of(version).reveal());
            out.write('\n');
        }
    }

    private CmsRecipient recipient(Content content) {
        return CmsRecipient.parse(content.certificate(), parts.clock().instant(), parts.random());
    }

    private Opened opened(Release release) {
        var vault = parts.vault();
        var bytes = vault.sealer()
                .open(
                        vault.audit(),
                        release.sealed(),
                        beside(release.number(), release.account(), release.at(), release.until()));
        return new Opened(release, Content.of(bytes));
    }

    private static byte[] beside(long number, long account, long at, long until) {
        var name = "release".getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(name.length + 4 * Long.BYTES)
                .put(name)
                .putLong(number)
                .putLong(account)
                .putLong(at)
                .putLong(until)
                .array();
    }
}
