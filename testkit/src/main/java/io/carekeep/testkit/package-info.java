/// What tests share; never shipped.
@NullMarked
package io.carekeep.testkit;

import org.jspecify.annotations.NullMarked;
