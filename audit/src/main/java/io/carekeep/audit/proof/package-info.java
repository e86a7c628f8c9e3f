/// Proves that the log's entries are those that were written, in their order, or names the first that is not.
@NullMarked
package io.carekeep.audit.proof;

import org.jspecify.annotations.NullMarked;
