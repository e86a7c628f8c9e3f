/// Words that every module shares; nothing clinical.
@NullMarked
package io.carekeep.base;

import org.jspecify.annotations.NullMarked;
