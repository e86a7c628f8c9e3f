/// The tree over the log's entries, as in RFC 6962, section 2.1.
@NullMarked
package io.carekeep.audit.merkle;

import org.jspecify.annotations.NullMarked;
