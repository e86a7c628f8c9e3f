/// Decides who may do what; holds the one gate to the data.
@NullMarked
package io.carekeep.access;

import org.jspecify.annotations.NullMarked;
