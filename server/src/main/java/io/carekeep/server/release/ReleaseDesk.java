package io.carekeep.server.release;

import io.carekeep.access.Action;
import io.carekeep.access.Caller;
import io.carekeep.access.Gate;
import io.carekeep.access.Interaction;
import io.carekeep.access.Permit;
import io.carekeep.access.release.Found;
import io.carekeep.access.release.Release;
import io.carekeep.access.release.Releases;
import io.carekeep.base.HandlesPhi;
import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import io.carekeep.fhir.search.Query;
import io.carekeep.fhir.search.SearchParser;
import io.carekeep.identity.tls.CmsRecipient;
import io.carekeep.store.Room;
import io.carekeep.store.find.ResourceSearch;
import io.carekeep.store.find.SearchPage;
import io.carekeep.store.interaction.Subset;
import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.BiFunction;

/// What officers and administrators do about releases, each through the gate and an entry of the audit log that says
/// which release it was. Each page that is given is an entry too, durable before it leaves.
final class ReleaseDesk {

    private static final Action MANAGE = Action.of(Interaction.MANAGE_RELEASES);

    /// A release, opened.
    /// @param found what each search finds; nothing where that was not asked, and for who proposed it
    record Opened(Release release, Content content, List<Found> found) {}

    /// What finds and encrypts.
    record Parts(ResourceSearch search, SearchParser parser, Room room, SecureRandom random, Clock clock) {}

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
        return gate.pass(
                caller,
                MANAGE.asked("propose a release to " + content.recipient()),
                permit -> opened(releases.propose(permit, time, content.bytes())));
    }

    private static Action manage(String word, long number) {
        return MANAGE.asked(word + " release " + number);
    }

    List<Opened> newest(Caller caller) {
        return gate.pass(
                caller,
                MANAGE,
                _ -> releases.newest().stream().map(ReleaseDesk::opened).toList());
    }

    /// A release with what its searches find, unless the caller proposed it: counting is asking about records, and
    /// nobody asks that alone.
    Opened show(Caller caller, long number) {
        var opened = gate.pass(caller, manage("show", number), _ -> opened(releases.find(number)));
        if (opened.release().account() == caller.account()) {
            return opened;
        }
        var found = gate.pass(
                caller.on(opened.content().purpose()), manage("count", number), permit -> found(permit, opened));
        return new Opened(opened.release(), opened.content(), found);
    }

    Opened approve(Caller caller, long number) {
        return decided(caller, number, "approve", (permit, opened) -> {
            // Who may not decide is told nothing of the records.
            var found = opened.release().account() == caller.account() ? List.<Found>of() : found(permit, opened);
            return releases.decide(permit, number, true, found);
        });
    }

    Opened refuse(Caller caller, long number) {
        return decided(caller, number, "refuse", (permit, _) -> releases.decide(permit, number, false, List.of()));
    }

    /// Begins to deliver a release.
    Opened begin(Caller caller, long number) {
        return decided(
                caller,
                number,
                "deliver",
                (permit, opened) -> releases.begin(
                        permit, number, found(permit, opened), opened.content().more()));
    }

    // What a release finds depends on its purpose, which is known once it is opened.
    private Opened decided(Caller caller, long number, String word, BiFunction<Permit, Opened, Release> work) {
        var before = gate.pass(caller, manage("look at", number), _ -> opened(releases.find(number)));
        return gate.pass(
                caller.on(before.content().purpose()),
                manage(word, number),
                permit -> opened(work.apply(permit, before)));
    }

    private List<Found> found(Permit permit, Opened opened) {
        return opened.content().queries(parts.parser()).stream()
                .map(query ->
                        parts.search().extent(permit.part(new Action(Interaction.RELEASE_DATA, query.type())), query))
                .map(extent -> new Found(extent.records(), extent.patients()))
                .toList();
    }

    /// Delivers a release that was begun: NDJSON, a record a line, encrypted to its recipient. The end of the message,
    /// without which it does not open, leaves once it is written down that it was delivered.
    void deliver(Caller caller, Opened opened, OutputStream to) throws IOException {
        long number = opened.release().number();
        try {
            // Closed at its end only: what broke off must not be a whole message that opens.
            var out = recipient(opened.content()).encrypting(to);
            giveAll(caller, opened, out);
            to.flush();
            gate.pass(caller, manage("delivered", number), permit -> {
                releases.delivered(permit, number);
                return true;
            });
            out.close();
            to.flush();
        } catch (IOException | RuntimeException failure) {
            broke(caller, number, failure);
            throw failure;
        }
    }

    private void broke(Caller caller, long number, Exception failure) {
        try {
            gate.pass(caller, manage("broke off", number), permit -> {
                releases.broke(permit, number);
                return true;
            });
        } catch (RuntimeException further) {
            // It began and was not delivered: that is written down already.
            failure.addSuppressed(further);
        }
    }

    private void giveAll(Caller caller, Opened opened, OutputStream out) throws IOException {
        var content = opened.content();
        var asking = caller.on(content.purpose());
        var queries = content.queries(parts.parser());
        var approved = opened.release().approved();
        for (int at = 0; at < queries.size(); at++) {
            var words =
                    content.words(opened.release().number(), content.searches().get(at));
            long most = approved.get(at).and(content.more()).records();
            give(asking, queries.get(at), words, most, out);
        }
    }

    private void give(Caller caller, Query query, String words, long most, OutputStream out) throws IOException {
        var action = new Action(Interaction.RELEASE_DATA, query.type()).asked(words);
        var subset = Subset.of(query.summary(), query.elements());
        long given = 0;
        SearchPage page = null;
        while (page == null || page.next() != null) {
            var next = page == null ? null : page.next();
            page = gate.pass(caller, action, permit -> parts.search().search(permit, query, next));
            given += page.matches().size();
            if (given > most) {
                throw new Refused(new Problem.Conflict("there are more records than were approved"));
            }
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

    private static Opened opened(Release release) {
        return new Opened(release, Content.of(release.content()), List.of());
    }
}
