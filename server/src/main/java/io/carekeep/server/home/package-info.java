/// The folder that holds everything of one Carekeep but keys and caches.
@NullMarked
package io.carekeep.server.home;

import org.jspecify.annotations.NullMarked;
