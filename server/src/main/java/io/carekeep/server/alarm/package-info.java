/// The alarms of a running server: its checks, and how the support handles them by command and over HTTP.
@NullMarked
package io.carekeep.server.alarm;

import org.jspecify.annotations.NullMarked;
