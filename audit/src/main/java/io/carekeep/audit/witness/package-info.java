/// Cosigns the log's checkpoints from another account or machine, and remembers the last one.
@NullMarked
package io.carekeep.audit.witness;

import org.jspecify.annotations.NullMarked;
