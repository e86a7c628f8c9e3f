/// Health, metrics and local requests, on loopback only.
@NullMarked
package io.carekeep.server.management;

import org.jspecify.annotations.NullMarked;
