/// Finds resources again: by id, by version, by history and by search.
@NullMarked
package io.carekeep.store.find;

import org.jspecify.annotations.NullMarked;
