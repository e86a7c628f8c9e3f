/// The rules of CONTRIBUTING.md, as tests.
@NullMarked
package io.carekeep.server.rules;

import org.jspecify.annotations.NullMarked;
