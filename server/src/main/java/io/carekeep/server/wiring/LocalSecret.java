package io.carekeep.server.wiring;

/// What a local command shows to prove that it may read the home; new at each start.
record LocalSecret(String text) {

    @Override
    public String toString() {
        return "a secret";
    }
}
