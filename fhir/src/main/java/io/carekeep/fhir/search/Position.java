package io.carekeep.fhir.search;

import io.carekeep.fhir.json.Json;
import java.math.BigDecimal;
import java.util.Optional;

/// A place on the earth, taken as a sphere, in degrees.
/// @param latitude from -90 to 90
/// @param longitude from -180 to 180, more when somebody wrote more
record Position(double latitude, double longitude) {

    /// The mean radius of the earth in kilometres.
    static final double RADIUS = 6371.0088;

    private static final double LATITUDE_MAX = 90;
    private static final double LONGITUDE_MAX = 360;

    /// What a `Location.position` says, if it can be.
    static Optional<Position> of(Json doc, int node) {
        var latitude = doc.text(node, "latitude");
        var longitude = doc.text(node, "longitude");
        return latitude == null || longitude == null ? Optional.empty() : of(latitude, longitude);
    }

    /// Two numbers as a place, if they can be one.
    static Optional<Position> of(String latitude, String longitude) {
        return degrees(latitude, LATITUDE_MAX)
                .flatMap(north -> degrees(longitude, LONGITUDE_MAX).map(east -> new Position(north, east)));
    }

    private static Optional<Double> degrees(String text, double most) {
        return Leaves.decimal(text).map(BigDecimal::doubleValue).filter(number -> Math.abs(number) <= most);
    }

    /// How far it is, along the surface, in kilometres.
    double distanceTo(Position other) {
        double north = Math.toRadians(other.latitude - latitude);
        double east = Math.toRadians(other.longitude - longitude);
        double chord = square(Math.sin(north / 2))
                + Math.cos(Math.toRadians(latitude))
                        * Math.cos(Math.toRadians(other.latitude))
                        * square(Math.sin(east / 2));
        return 2 * RADIUS * Math.asin(Math.sqrt(Math.min(1, chord)));
    }

    private static double square(double number) {
        return number * number;
    }

    @Override
    public String toString() {
        return "position";
    }
}
