/// The database: our own PostgreSQL under a home, or somebody's by URL.
@NullMarked
package io.carekeep.base.database;

import org.jspecify.annotations.NullMarked;
