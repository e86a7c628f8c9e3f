package io.carekeep.fhir.path;

import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/// Functions that ask the clock: https://hl7.org/fhirpath/N1/#current-date-and-time-functions.
final class Clocks {

    private Clocks() {}

    static Map<String, Function> functions() {
        return Map.of(
                "now", Function.of(0, 0, (focus, arguments, scope) -> moment(scope, Moment.Kind.DATE_TIME)),
                "today", Function.of(0, 0, (focus, arguments, scope) -> moment(scope, Moment.Kind.DATE)),
                "timeOfDay", Function.of(0, 0, (focus, arguments, scope) -> moment(scope, Moment.Kind.TIME)));
    }

    private static Items moment(Scope scope, Moment.Kind kind) {
        var now = OffsetDateTime.now(scope.run().context.clock()).truncatedTo(ChronoUnit.MILLIS);
        var moment =
                new Moment(Moment.Kind.DATE_TIME, now.toLocalDateTime(), Moment.Precision.SECOND, 3, now.getOffset());
        return new Item.Time(Moments.as(moment, kind));
    }
}
