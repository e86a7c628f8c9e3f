package io.carekeep.store.write;

import io.carekeep.store.SealedRow;

/// A resource that is about to be deleted.
record Gone(SealedRow before, String id) {}
