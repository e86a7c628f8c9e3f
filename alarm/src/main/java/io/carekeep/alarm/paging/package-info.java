/// Tells people of alarms, by mail and webhook, and somebody else when nobody took one in time.
@NullMarked
package io.carekeep.alarm.paging;

import org.jspecify.annotations.NullMarked;
