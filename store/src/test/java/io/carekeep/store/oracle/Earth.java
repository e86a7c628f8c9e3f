package io.carekeep.store.oracle;

import java.util.List;
import java.util.Random;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Location.LocationPositionComponent;
import org.jspecify.annotations.Nullable;

/// What is near what: https://hl7.org/fhir/R4/location.html#positional.
final class Earth {

    private static final double RADIUS = 6371.0088;
    private static final List<String> DISTANCES =
            List.of("", "|", "|1", "|4.5|km", "|30|[mi_i]", "|6000|m", "|700|km", "|3000|mi", "|9000", "|25000");

    private Earth() {}

    /// Whether a position is as near as `[latitude]|[longitude]|[distance]|[units]` asks for.
    static boolean isNear(Base value, String asked) {
        // A part of it may be hidden.
        if (!(value instanceof LocationPositionComponent position)
                || position.getLatitude() == null
                || position.getLongitude() == null) {
            return false;
        }
        var words = asked.split("\\|", -1);
        boolean distant = words.length > 2 && !words[2].isEmpty();
        double most = distant ? Double.parseDouble(words[2]) : 50;
        var unit = distant && words.length > 3 ? words[3] : "km";
        double factor = switch (unit) {
            case "m" -> 0.001;
            case "mi", "[mi_i]" -> 1.609344;
            default -> 1;
        };
        double[] one = unit(Double.parseDouble(words[0]), Double.parseDouble(words[1]));
        double[] other = unit(
                position.getLatitude().doubleValue(), position.getLongitude().doubleValue());
        return RADIUS * angle(one, other) <= most * factor;
    }

    // From the middle of the earth.
    private static double[] unit(double latitude, double longitude) {
        double north = Math.toRadians(latitude);
        double east = Math.toRadians(longitude);
        return new double[] {Math.cos(north) * Math.cos(east), Math.cos(north) * Math.sin(east), Math.sin(north)};
    }

    private static double angle(double[] one, double[] other) {
        double x = one[1] * other[2] - one[2] * other[1];
        double y = one[2] * other[0] - one[0] * other[2];
        double z = one[0] * other[1] - one[1] * other[0];
        double along = one[0] * other[0] + one[1] * other[1] + one[2] * other[2];
        return Math.atan2(Math.sqrt(x * x + y * y + z * z), along);
    }

    /// A question, mostly about somewhere near.
    static String near(Random random, @Nullable Base value) {
        double latitude = 0;
        double longitude = 179.5;
        if (value instanceof LocationPositionComponent position) {
            latitude = position.getLatitude().doubleValue();
            longitude = position.getLongitude().doubleValue();
        }
        double off = Questions.one(random, List.of(0.0, 0.01, -0.3, 2.0));
        latitude = Math.clamp(latitude + off, -90.0, 90.0);
        longitude = longitude + off > 180 ? longitude + off - 360 : longitude + off;
        return latitude + "|" + longitude + Questions.one(random, DISTANCES);
    }
}
