/// Budgets of patients, their lifting, and canaries, by command and over HTTP.
@NullMarked
package io.carekeep.server.budget;

import org.jspecify.annotations.NullMarked;
