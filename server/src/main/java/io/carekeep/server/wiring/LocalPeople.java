package io.carekeep.server.wiring;

import io.carekeep.access.Caller;
import io.carekeep.access.Group;
import io.carekeep.identity.AccountName;
import io.carekeep.server.management.LocalService;

/// Makes the invented people of a demo, one of each group, and tells their passwords once.
final class LocalPeople implements LocalService {

    private final LocalAccounts accounts;

    LocalPeople(LocalAccounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public String name() {
        return "people";
    }

    @Override
    public String answer(String asked) {
        if (accounts.all().stream().anyMatch(account -> account.kind() == Caller.Kind.PERSON)) {
            return "";
        }
        return accounts.create(AccountName.parse("ada.admin"), Group.ADMINISTRATOR)
                + accounts.create(AccountName.parse("carl.clinician"), new Group("clinician"))
                + accounts.create(AccountName.parse("rita.reader"), new Group("reader"));
    }
}
