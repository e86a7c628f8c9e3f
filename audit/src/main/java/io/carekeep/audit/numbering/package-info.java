/// Gives committed entries their numbers and their place in the tree, beside the requests' path.
@NullMarked
package io.carekeep.audit.numbering;

import org.jspecify.annotations.NullMarked;
