/// The tree and its entries in tiles: https://c2sp.org/tlog-tiles, from the database or from a place outside.
@NullMarked
package io.carekeep.audit.tiles;

import org.jspecify.annotations.NullMarked;
