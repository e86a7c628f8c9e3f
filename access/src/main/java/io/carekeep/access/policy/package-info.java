/// Who may do what, as rules that can be read, kept in a file and changed.
@NullMarked
package io.carekeep.access.policy;

import org.jspecify.annotations.NullMarked;
