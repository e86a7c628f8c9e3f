/// Keeps the keys: seals, opens, tokenises, signs.
@NullMarked
package io.carekeep.vault;

import org.jspecify.annotations.NullMarked;
