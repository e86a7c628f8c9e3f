package io.carekeep.identity.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.carekeep.access.Group;
import io.carekeep.identity.Account;
import io.carekeep.identity.Accounts;
import io.carekeep.identity.FhirUser;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// An account as the API shows it. The link or the secret stands there only once, when it was made.
/// @param enrolment the link's path on this server
@JsonInclude(JsonInclude.Include.NON_NULL)
record AccountAnswer(
        long number,
        String kind,
        String name,
        List<String> groups,
        @JsonProperty("fhir_user") List<String> fhirUser,
        String state,
        String made,
        @Nullable String enrolment,
        @JsonProperty("enrolment_expires") @Nullable String enrolmentExpires,
        @JsonProperty("client_secret") @Nullable String clientSecret) {

    static AccountAnswer of(Account account) {
        return with(account, null, null, null);
    }

    static AccountAnswer invited(Accounts.Invited invited) {
        var invitation = invited.invitation();
        return with(
                invited.account(),
                "/enrol?token=" + invitation.token().text(),
                invitation.expires().toString(),
                null);
    }

    static AccountAnswer equipped(Accounts.Equipped equipped) {
        return with(equipped.account(), null, null, equipped.secret().text());
    }

    private static AccountAnswer with(
            Account account, @Nullable String enrolment, @Nullable String expires, @Nullable String secret) {
        return new AccountAnswer(
                account.number(),
                word(account.kind()),
                account.name().text(),
                account.groups().stream().map(Group::name).sorted().toList(),
                account.fhirUser().stream().map(FhirUser::text).toList(),
                word(account.state()),
                account.made().toString(),
                enrolment,
                expires,
                secret);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return "account " + number;
    }
}
