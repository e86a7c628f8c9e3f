package io.carekeep.store.find;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.carekeep.access.Caller;
import io.carekeep.base.Refused;
import io.carekeep.testkit.Safeguard;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Consents that name teams, groups, organizations and roles mean who is in them; records about several patients are
/// closed by each of them.
@Safeguard({"164.522(a)(1)", "164.312(a)(1)"})
final class ConsentMembersTest {

    private static final Caller DOCTOR = ConsentStore.caller(7, "doctor", "Practitioner/dr");
    private static final Caller OTHER = ConsentStore.caller(8, "doctor", "Practitioner/other");
    private static final Caller IN_ROLE = ConsentStore.caller(10, "doctor", "PractitionerRole/role");
    private static final String USE = ConsentStore.label("ETH");

    private ConsentStore store;

    @BeforeEach
    void open() {
        store = new ConsentStore();
        write("CareTeam/team", """
                'status':'active','subject':{'reference':'Patient/a'},'participant':[
                {'member':{'reference':'Practitioner/dr'},'period':{'end':'2026-05-02'}},
                {'member':{'reference':'Practitioner/gone'},'period':{'end':'2026-04-01'}}]""");
        write("CareTeam/teams", "'status':'active','participant':[{'member':{'reference':'CareTeam/team'}}]");
        write("Group/group", """
                'type':'practitioner','actual':true,'member':[{'entity':{'reference':'Practitioner/dr'}}]""");
        write("Group/described", "'type':'practitioner','actual':false");
        write("Organization/ward", "'name':'Ward','partOf':{'reference':'Organization/house'}");
        write("PractitionerRole/role", """
                'practitioner':{'reference':'Practitioner/dr'},'organization':{'reference':'Organization/ward'}""");
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void write(String address, String content) {
        var words = address.split("/");
        var json = "{'resourceType':'%s','id':'%s',%s}".formatted(words[0], words[1], content);
        store.put(store.store.operator, address, json.replace('\'', '"'));
    }

    private boolean sees(Caller caller) {
        return store.seen(caller, "Observation").contains("of-a");
    }

    private boolean opened(Caller caller) {
        return store.seen(caller, "Condition").contains("use");
    }

    private void deny(String... actors) {
        store.consent(
                "c",
                "'type':'deny',"
                        + String.join(
                                ",",
                                List.of(actors).stream()
                                        .map(ConsentStore::actor)
                                        .toList()));
    }

    @Test
    void a_denial_reaches_who_is_in_what_it_names() {
        for (var named : List.of(
                "CareTeam/team",
                "Group/group",
                "PractitionerRole/role",
                "Organization/ward",
                "Organization/house",
                "Practitioner/dr")) {
            deny(named);
            assertThat(sees(DOCTOR)).as(named).isFalse();
            assertThat(sees(IN_ROLE)).as(named).isFalse();
            assertThat(sees(OTHER)).as(named).isTrue();
        }
        deny("CareTeam/team");
        assertThat(sees(ConsentStore.caller(9, "doctor", "Practitioner/gone")))
                .as("who was in it is closed out too")
                .isFalse();
        write("CareTeam/team", """
                'status':'active','subject':{'reference':'Patient/a'},'participant':[
                {'member':{'reference':'Practitioner/other'}}]""");
        assertThat(sees(DOCTOR)).isTrue();
        assertThat(sees(OTHER)).isFalse();
    }

    @Test
    void one_that_can_not_be_followed_closes_everybody_out() {
        for (var named : List.of("CareTeam/teams", "Group/described", "CareTeam/nowhere")) {
            deny(named);
            assertThat(sees(DOCTOR)).as(named).isFalse();
            assertThat(sees(OTHER)).as(named).isFalse();
        }
        deny("CareTeam/team");
        store.store.delete("CareTeam/team");
        assertThat(sees(OTHER)).as("deleted").isFalse();
    }

    @Test
    void a_permission_opens_to_who_is_in_the_team_now_by_the_word_of_somebody_else() {
        store.consent("c", "'type':'permit'," + ConsentStore.actor("CareTeam/team") + "," + USE);
        assertThat(opened(DOCTOR)).isTrue();
        assertThat(opened(OTHER)).isFalse();
        assertThat(opened(ConsentStore.caller(9, "doctor", "Practitioner/gone")))
                .isFalse();
        store.patch(
                OTHER,
                "CareTeam/team",
                "[{'op':'add','path':'/participant/-','value':{'member':{'reference':'Practitioner/other'}}}]");
        assertThat(opened(OTHER)).as("nobody puts themselves into it").isFalse();
        assertThat(opened(ConsentStore.caller(11, "doctor", "Practitioner/other")))
                .isTrue();
        store.store.delete("CareTeam/team");
        assertThat(opened(DOCTOR)).isFalse();
    }

    @Test
    void one_that_can_not_be_followed_opens_nothing() {
        for (var named : List.of(
                "Group/group", "CareTeam/teams", "Organization/ward", "PractitionerRole/role", "CareTeam/nowhere")) {
            store.consent("c", "'type':'permit'," + ConsentStore.actor(named) + "," + USE);
            assertThat(opened(DOCTOR)).as(named).isFalse();
        }
        store.consent("c", "'type':'permit'," + ConsentStore.actor("Practitioner/dr") + "," + USE);
        assertThat(opened(IN_ROLE)).as("a role that anybody may have written").isFalse();
    }

    @Test
    void an_exception_for_a_team_is_one_for_who_is_in_it() {
        store.consent("c", "'type':'deny','provision':[{'type':'permit'," + ConsentStore.actor("CareTeam/team") + "}]");
        assertThat(sees(DOCTOR)).isTrue();
        assertThat(sees(OTHER)).isFalse();
        store.consent("c", "'type':'deny','provision':[{'type':'permit'," + ConsentStore.actor("Group/group") + "}]");
        assertThat(sees(DOCTOR)).isFalse();
    }

    @Test
    void each_of_several_patients_closes_a_record_and_all_of_them_open_it() {
        write("Appointment/both", """
                'status':'proposed','participant':[
                {'status':'accepted','actor':{'reference':'Patient/b'}},
                {'status':'accepted','actor':{'reference':'Patient/a'}}]""");
        assertThat(store.seen(DOCTOR, "Appointment")).containsExactly("both");
        store.consent("c", "'type':'deny'");
        assertThat(store.seen(DOCTOR, "Appointment"))
                .as("the second that it names")
                .isEmpty();
        assertThat(store.history(DOCTOR, "Appointment")).isEmpty();
        store.store.delete("Consent/c");

        write("Appointment/both", """
                'status':'proposed','meta':{'security':[{'system':'urn:example:labels','code':'ETH'}]},'participant':[
                {'status':'accepted','actor':{'reference':'Patient/b'}},
                {'status':'accepted','actor':{'reference':'Patient/a'}}]""");
        var permit = "'type':'permit'," + ConsentStore.actor("Practitioner/dr") + "," + USE;
        var ofA = ConsentStore.json("c", "active", permit);
        store.put(store.store.operator, "Consent/c", ofA);
        assertThat(store.seen(DOCTOR, "Appointment")).as("one of the two").isEmpty();
        store.put(
                store.store.operator, "Consent/d", ofA.replace("\"c\"", "\"d\"").replace("Patient/a", "Patient/b"));
        assertThat(store.seen(DOCTOR, "Appointment")).containsExactly("both");
        store.store.delete("Consent/c");
        assertThat(store.seen(DOCTOR, "Appointment")).as("the other").isEmpty();
    }

    @Test
    void who_is_named_in_person_never_changes_it() {
        var named = ConsentStore.caller(12, "desk", "Practitioner/dr", "Organization/ward");
        var inRole = ConsentStore.caller(13, "desk", "PractitionerRole/role");
        deny("Practitioner/dr");
        for (var caller : List.of(named, inRole)) {
            assertThatThrownBy(() -> store.delete(caller, "Consent/c")).isInstanceOf(Refused.class);
            assertThatThrownBy(
                            () -> store.put(caller, "Consent/c", ConsentStore.json("c", "inactive", "'type':'deny'")))
                    .isInstanceOf(Refused.class);
        }
        assertThat(sees(DOCTOR)).isFalse();
        for (var many : List.of("Organization/house", "CareTeam/team", "Group/group")) {
            deny(many);
            assertThatThrownBy(() -> store.delete(DOCTOR, "Consent/c")).as(many).isInstanceOf(Refused.class);
            assertThatCode(() -> store.delete(named, "Consent/c")).as(many).doesNotThrowAnyException();
            assertThat(sees(DOCTOR)).isTrue();
        }
    }
}
