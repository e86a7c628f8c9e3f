/// Sees that what is to be done again and again is done, and tells a watcher outside that the server is well.
@NullMarked
package io.carekeep.alarm.watch;

import org.jspecify.annotations.NullMarked;
