package io.carekeep.store.find;

import io.carekeep.store.TestStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/// Twelve patients, observations of theirs of which some are labelled, who cares for whom, and consents.
final class CensusRecords implements AutoCloseable {

    final TestStore store = new TestStore();
    /// The home of each record, by number.
    final Map<Long, Long> homes = new HashMap<>();

    CensusRecords() {
        var random = new Random(7);
        put("Practitioner", "p0", "");
        put("Practitioner", "p1", "");
        for (int at = 0; at < 12; at++) {
            put("Patient", at + "", patient(random));
            for (int each = random.nextInt(3); each >= 0; each--) {
                put("Observation", at + "-" + each, observation(random, at));
            }
        }
        put("CareTeam", "0", team(2, "p0"));
        put("CareTeam", "1", team(3, "p0"));
        put("CareTeam", "2", team(7, "p1"));
        put("Consent", "0", consent(2, "deny", ConsentStore.actor("Practitioner/p0")));
        put("Consent", "1", consent(4, "deny", "'period':{'start':'2026-01-01'}"));
        put(
                "Consent",
                "2",
                consent(
                        6,
                        "permit",
                        ConsentStore.actor("Practitioner/p1") + ",'securityLabel':[{'system':'urn:example:labels',"
                                + "'code':'NOTES'}]"));
        store.database
                .database()
                .sql()
                .sql("select number, home from store.current where state <> 3")
                .query((row, _) -> homes.put(row.getLong(1), row.getLong(2)))
                .list();
    }

    private void put(String type, String id, String content) {
        var json = "{'resourceType':'%s','id':'%s'%s}".formatted(type, id, content.isEmpty() ? "" : "," + content);
        store.put(type + "/" + id, json.replace('\'', '"'));
    }

    private static String patient(Random random) {
        return "'gender':'%s','name':[{'family':'Test'}],'telecom':[{'system':'phone','value':'5550100'}]%s%s"
                .formatted(
                        random.nextBoolean() ? "female" : "male",
                        random.nextInt(3) == 0 ? "" : ",'active':" + random.nextBoolean(),
                        random.nextBoolean()
                                ? ",'generalPractitioner':[{'reference':'Practitioner/p%d'}]"
                                        .formatted(random.nextInt(2))
                                : "");
    }

    private static String observation(Random random, int patient) {
        var label = "'meta':{'security':[{'system':'urn:example:labels','code':'NOTES'}]},";
        return "%s'status':'%s','code':{'text':'test'},'valueQuantity':{'value':%d},'subject':{'reference':'Patient/%d'},"
                        .formatted(
                                random.nextInt(3) == 0 ? label : "",
                                random.nextBoolean() ? "final" : "amended",
                                random.nextInt(10),
                                patient)
                + "'performer':[{'reference':'Practitioner/p%d'}],'note':[{'text':'test'}]"
                        .formatted(random.nextInt(2));
    }

    private static String team(int patient, String member) {
        return "'status':'active','subject':{'reference':'Patient/%d'},'participant':[{'member':{'reference':'Practitioner/%s'}}]"
                .formatted(patient, member);
    }

    private static String consent(int patient, String type, String provision) {
        return "'status':'active','scope':{'coding':[{'system':'http://terminology.hl7.org/CodeSystem/consentscope',"
                + "'code':'patient-privacy'}]},'category':[{'text':'privacy'}],'policyRule':{'coding':[{'code':'OPTIN'}]},"
                + "'patient':{'reference':'Patient/%d'},'provision':{'type':'%s',%s}"
                        .formatted(patient, type, provision);
    }

    @Override
    public void close() {
        store.close();
    }
}
