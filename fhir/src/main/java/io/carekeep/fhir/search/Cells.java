package io.carekeep.fhir.search;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Cuts the earth's surface into cells of three sizes, so that what is near is in a few of them: a twentieth of a
/// degree,
/// half a degree, five degrees. A text names a cell, `[cells a degree]:[row]:[column]`.
final class Cells {

    /// More cells than this are asked for in the next larger size.
    private static final int CELLS_MAX = 64;

    private static final double[] A_DEGREE = {20, 2, 0.2};
    // Beyond what rounding can move a place to the other side of a border.
    private static final double EDGE = 1e-6;

    private Cells() {}

    /// The cells that a place is in, one of each size.
    static void of(Position position, Consumer<String> sink) {
        for (double density : A_DEGREE) {
            sink.accept(name(density, row(position.latitude(), density), column(position.longitude(), density)));
        }
    }

    private static long row(double latitude, double density) {
        return (long) Math.floor((latitude + 90) * density);
    }

    private static long column(double longitude, double density) {
        return (long) Math.floor((longitude + 180) * density);
    }

    private static String name(double density, long row, long column) {
        return density + ":" + row + ":" + Math.floorMod(column, Math.round(360 * density));
    }

    /// Cells of one size that together cover all that is so near; none when even the largest would be too many.
    /// @param distance in kilometres
    static List<String> around(Position centre, double distance) {
        double reach = distance / Position.RADIUS;
        double south = centre.latitude() - Math.toDegrees(reach) - EDGE;
        double north = centre.latitude() + Math.toDegrees(reach) + EDGE;
        if (south <= -90 || north >= 90) {
            return covering(Math.max(south, -90), Math.min(north, 90), -180, 180);
        }
        double widest = Math.sin(reach) / Math.cos(Math.toRadians(centre.latitude()));
        double aside = Math.toDegrees(Math.asin(Math.min(1, widest))) + EDGE;
        return covering(south, north, centre.longitude() - aside, centre.longitude() + aside);
    }

    private static List<String> covering(double south, double north, double west, double east) {
        for (double density : A_DEGREE) {
            long rows = row(north, density) - row(south, density) + 1;
            long columns = column(east, density) - column(west, density) + 1;
            if (rows * columns <= CELLS_MAX) {
                var cells = new ArrayList<String>();
                for (long row = row(south, density); row <= row(north, density); row++) {
                    for (long column = column(west, density); column <= column(east, density); column++) {
                        cells.add(name(density, row, column));
                    }
                }
                return cells;
            }
        }
        return List.of();
    }
}
