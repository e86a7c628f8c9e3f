/// Counts the distinct patients that each caller gets to see, and stops who sees too many.
@NullMarked
package io.carekeep.access.budget;

import org.jspecify.annotations.NullMarked;
