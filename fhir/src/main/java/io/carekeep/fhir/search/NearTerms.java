package io.carekeep.fhir.search;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Searches of what is near a place: https://hl7.org/fhir/R4/location.html#positional. Cells narrow them down, the
/// record's own position decides.
final class NearTerms {

    // What counts as near is the server's choice when nobody says it; kilometres.
    private static final String DISTANCE_DEFAULT = "50";
    private static final String KILOMETRES = "km";

    /// Kilometres of each unit: those of UCUM, and as people write them.
    private static final Map<String, Double> UNITS = Map.of(
            KILOMETRES,
            1.0,
            "m",
            0.001,
            "[mi_i]",
            1.609344,
            "mi",
            1.609344,
            "[nmi_i]",
            1.852,
            "nmi",
            1.852,
            "[ft_i]",
            0.0003048,
            "ft",
            0.0003048,
            "[yd_i]",
            0.0009144);

    private NearTerms() {}

    /// @param value `[latitude]|[longitude]|[distance]|[units]`, the last two may be missing
    static Predicate of(SearchParameter parameter, String value) {
        var words = Escapes.split(value, '|');
        if (words.size() < 2 || words.size() > 4) {
            throw invalid(parameter);
        }
        var centre = Position.of(words.get(0), words.get(1)).orElseThrow(() -> invalid(parameter));
        double distance = kilometres(parameter, word(words, 2, DISTANCE_DEFAULT), word(words, 3, KILOMETRES));
        var cells = Cells.around(centre, distance);
        var any = new ArrayList<Predicate>();
        cells.forEach(cell -> any.add(new Predicate.Value(parameter.ordinals(), cell)));
        Predicate index = cells.isEmpty() ? new Predicate.Present(parameter.bit()) : new Predicate.Any(any);
        return new Predicate.Checked(
                index,
                (doc, resource) -> Checks.any(
                        parameter,
                        doc,
                        resource,
                        (node, _) -> Position.of(doc, node)
                                .filter(position -> centre.distanceTo(position) <= distance)
                                .isPresent()));
    }

    // Without a distance the units mean nothing.
    private static String word(List<String> words, int at, String fallback) {
        boolean given = words.size() > at && !words.get(at).isEmpty();
        return given && !words.get(2).isEmpty() ? words.get(at) : fallback;
    }

    private static double kilometres(SearchParameter parameter, String distance, String unit) {
        var number = Leaves.decimal(distance).filter(each -> each.signum() >= 0);
        var factor = UNITS.get(unit);
        if (number.isEmpty() || factor == null) {
            throw invalid(parameter);
        }
        return number.get().doubleValue() * factor;
    }

    private static Refused invalid(SearchParameter parameter) {
        return new Refused(new Problem.Invalid(
                parameter.code(),
                "[latitude]|[longitude]|[distance]|[units]: degrees, a number that is not negative, and "
                        + "km, m, mi, nmi, ft or their UCUM codes"));
    }
}
