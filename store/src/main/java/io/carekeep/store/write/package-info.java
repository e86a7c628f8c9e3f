/// Changes resources: one by one and by the bundle, each change whole or not at all.
@NullMarked
package io.carekeep.store.write;

import org.jspecify.annotations.NullMarked;
