package io.carekeep.store.wiring;

import io.carekeep.access.Gate;
import io.carekeep.access.Policy;
import io.carekeep.access.Trails;
import io.carekeep.access.emergency.Openings;
import io.carekeep.base.database.Database;
import io.carekeep.fhir.definitions.Definitions;
import io.carekeep.fhir.json.JsonParser;
import io.carekeep.fhir.json.Limits;
import io.carekeep.fhir.search.SearchParameters;
import io.carekeep.fhir.search.SearchParser;
import io.carekeep.fhir.validation.Validator;
import io.carekeep.store.Room;
import io.carekeep.store.Store;
import io.carekeep.store.find.Finding;
import io.carekeep.store.find.RecordCheck;
import io.carekeep.store.find.ResourceSearch;
import io.carekeep.store.find.ResourceStore;
import io.carekeep.store.upkeep.Erasure;
import io.carekeep.store.upkeep.Jobs;
import io.carekeep.store.upkeep.Pace;
import io.carekeep.store.upkeep.PendingList;
import io.carekeep.store.upkeep.Recheck;
import io.carekeep.store.upkeep.Reindex;
import io.carekeep.store.upkeep.Relabel;
import io.carekeep.store.upkeep.Rewrap;
import io.carekeep.store.upkeep.Scrub;
import io.carekeep.store.upkeep.ScrubWatch;
import io.carekeep.store.write.ReferenceRule;
import io.carekeep.store.write.ResourceWriter;
import io.carekeep.vault.Vault;
import java.time.Clock;
import java.time.ZoneId;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/// Builds the store's parts. Controllers are found by scanning; the rest is made here.
@Configuration(proxyBeanMethods = false)
@ComponentScan("io.carekeep.store.interaction")
public class StoreWiring {

    // Homes and rows a second: slow enough not to be felt beside requests.
    private static final Pace REWRAPPED = new Pace(500);
    private static final Pace SCRUBBED = new Pace(1_000);

    @Bean
    JsonParser fhirParser() {
        return new JsonParser(Definitions.r4().names(), Limits.DEFAULT);
    }

    @Bean
    SearchParser searchParser(ZoneId siteTimeZone, Clock clock) {
        return new SearchParser(SearchParameters.r4(), siteTimeZone, clock);
    }

    @Bean
    Validator validator() {
        return new Validator(Definitions.r4());
    }

    @Bean
    Store store(Database database, Vault vault, ZoneId siteTimeZone, Clock clock) {
        return new Store(database, vault, siteTimeZone, clock);
    }

    @Bean
    Room room(Store store) {
        return store.room();
    }

    @Bean
    Finding finding(Store store, Database database, JsonParser parser, Openings openings) {
        return Finding.over(store, database, parser, openings::numbers);
    }

    @Bean
    ResourceStore resourceStore(Finding finding) {
        return finding.store();
    }

    @Bean
    ResourceSearch resourceSearch(Finding finding) {
        return finding.search();
    }

    @Bean
    RecordCheck recordCheck(Finding finding) {
        return finding.check();
    }

    @Bean
    ResourceWriter resourceWriter(
            Store store,
            Finding finding,
            SearchParser searches,
            Validator validator,
            ReferenceRule rule,
            JsonParser parser) {
        return new ResourceWriter(store, finding.store(), finding.search(), searches, validator, rule, parser);
    }

    @Bean
    PendingList pendingList(Store store, Database database) {
        return new PendingList(store, database, PendingList.EVERY);
    }

    @Bean
    Erasure erasure(Store store, Database database, Clock clock) {
        return new Erasure(store, database, clock);
    }

    @Bean
    Reindex reindex(Store store, Database database, JsonParser parser, Gate gate, StoreSettings settings) {
        return new Reindex(store, database, parser, gate, new Pace(settings.reindexedRows()));
    }

    @Bean
    Relabel relabel(
            Store store, Database database, JsonParser parser, Policy policy, Gate gate, StoreSettings settings) {
        return new Relabel(store, database, parser, policy, gate, new Pace(settings.reindexedRows()));
    }

    @Bean
    Recheck recheck(Store store, Database database, JsonParser parser, Trails trails) {
        return new Recheck(store, database, parser, trails);
    }

    @Bean
    Scrub scrub(Store store, Database database, JsonParser parser, Trails trails) {
        return new Scrub(store, database, parser, trails, SCRUBBED);
    }

    @Bean
    Jobs storeJobs(
            Store store,
            Database database,
            Clock clock,
            Scrub scrub,
            Reindex reindex,
            Relabel relabel,
            ScrubWatch watch) {
        return new Jobs(new Rewrap(store, database, clock, REWRAPPED), scrub, reindex, relabel, watch);
    }
}
