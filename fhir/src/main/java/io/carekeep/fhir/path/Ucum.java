package io.carekeep.fhir.path;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The units of UCUM that health records use most, with prefixes, powers, products and quotients. A unit that is not in
/// the table is comparable with itself only; so are temperatures and other scales that don't start at zero.
final class Ucum {

    /// What a unit measures.
    /// @param factor how many of the base units it is
    /// @param dimensions the base units with their powers
    record Measure(BigDecimal factor, Map<String, Integer> dimensions) {

        Measure {
            dimensions = Map.copyOf(dimensions);
        }

        Measure times(Measure other, int power) {
            var sum = new HashMap<>(dimensions);
            other.dimensions.forEach((unit, own) -> sum.merge(unit, own * power, Integer::sum));
            sum.values().removeIf(own -> own == 0);
            var factors = power < 0
                    ? factor.divide(other.factor.pow(-power), MathContext.DECIMAL128)
                    : factor.multiply(other.factor.pow(power), MathContext.DECIMAL128);
            return new Measure(factors, sum);
        }

        /// A number of this unit, in base units.
        Item.Amount amount(BigDecimal number) {
            var text = new StringBuilder();
            new TreeMap<>(dimensions)
                    .forEach((unit, power) ->
                            text.append(text.isEmpty() ? "" : ".").append(unit).append(power == 1 ? "" : power));
            var value = Numbers.plain(number.multiply(factor, MathContext.DECIMAL128));
            return new Item.Amount(value, text.isEmpty() ? "1" : text.toString(), false);
        }
    }

    private static final int POWER_MAX = 40;
    private static final Map<String, BigDecimal> PREFIXES = prefixes();
    // Units that take prefixes, and those that don't; each with its factor and its unit in those before it.
    private static final String METRIC = """
            m 1 m
            s 1 s
            g 1 g
            mol 1 mol
            K 1 K
            cd 1 cd
            C 1 C
            rad 1 rad
            L 0.001 m3
            l 0.001 m3
            Hz 1 s-1
            N 1000 g.m.s-2
            Pa 1000 g.m-1.s-2
            J 1000 g.m2.s-2
            W 1000 g.m2.s-3
            A 1 C.s-1
            V 1000 g.m2.s-2.C-1
            bar 100000000 g.m-1.s-2
            m[Hg] 133322000 g.m-1.s-2
            m[H2O] 9806650 g.m-1.s-2
            cal 4184 g.m2.s-2
            kat 1 mol.s-1
            eq 1 mol
            osm 1 mol
            Bq 1 s-1
            Gy 1 m2.s-2
            """;
    private static final String PLAIN = """
            % 0.01 1
            [ppth] 0.001 1
            [ppm] 0.000001 1
            min 60 s
            h 3600 s
            d 86400 s
            wk 604800 s
            mo 2629800 s
            a 31557600 s
            U 0.000001 mol.min-1
            [in_i] 0.0254 m
            [ft_i] 0.3048 m
            [yd_i] 0.9144 m
            [mi_i] 1609.344 m
            [lb_av] 453.59237 g
            [oz_av] 28.349523125 g
            [gr] 0.06479891 g
            [foz_us] 29.5735295625 mL
            [tsp_us] 4.92892159375 mL
            [tbs_us] 14.78676478125 mL
            [pt_us] 473.176473 mL
            [cup_us] 236.5882365 mL
            [gal_us] 3785.411784 mL
            t 1000000 g
            deg 0.0174532925199432957 rad
            """;
    private static final Map<String, Measure> ATOMS = new HashMap<>();
    private static final Map<String, Measure> FIXED = new HashMap<>();

    static {
        METRIC.lines().forEach(line -> define(line, ATOMS));
        PLAIN.lines().forEach(line -> define(line, FIXED));
    }

    private Ucum() {}

    private static void define(String line, Map<String, Measure> units) {
        var parts = line.split(" ");
        var base = parts[2].equals(parts[0]) ? new Measure(BigDecimal.ONE, Map.of(parts[0], 1)) : measure(parts[2]);
        units.put(parts[0], new Measure(base.factor().multiply(new BigDecimal(parts[1])), base.dimensions()));
    }

    private static Map<String, BigDecimal> prefixes() {
        var prefixes = new HashMap<String, BigDecimal>();
        var letters = "Y24 Z21 E18 P15 T12 G9 M6 k3 h2 d-1 c-2 m-3 u-6 n-9 p-12 f-15 a-18 z-21 y-24";
        for (var prefix : letters.split(" ")) {
            prefixes.put(
                    prefix.substring(0, 1), BigDecimal.ONE.scaleByPowerOfTen(Integer.parseInt(prefix.substring(1))));
        }
        return Map.copyOf(prefixes);
    }

    /// What the unit measures; one that can't be read measures itself.
    static Measure measure(String unit) {
        var measure = read(unit.replaceAll("\\{[^}]*}", ""));
        return measure == null ? new Measure(BigDecimal.ONE, Map.of(unit, 1)) : measure;
    }

    private static @Nullable Measure read(String unit) {
        var product = new Measure(BigDecimal.ONE, Map.of());
        int sign = 1;
        int from = 0;
        for (int at = 0; at <= unit.length(); at++) {
            char next = at == unit.length() ? '.' : unit.charAt(at);
            if (next == '(' || next == ')') {
                return null;
            }
            if (next != '.' && next != '/' || inBrackets(unit, at)) {
                continue;
            }
            var part = component(unit.substring(from, at));
            if (part == null) {
                return null;
            }
            product = product.times(part, sign);
            sign = next == '/' ? -1 : 1;
            from = at + 1;
        }
        return product;
    }

    private static boolean inBrackets(String unit, int at) {
        return unit.lastIndexOf('[', at) > unit.lastIndexOf(']', at);
    }

    private static @Nullable Measure component(String text) {
        int end = text.length();
        while (end > 0 && Character.isDigit(text.charAt(end - 1))) {
            end--;
        }
        if (end == 0) {
            var number = text.isEmpty() ? BigDecimal.ONE : Numbers.decimal(text);
            return number.signum() == 0 ? null : new Measure(number, Map.of());
        }
        boolean signed = end > 1 && (text.charAt(end - 1) == '-' || text.charAt(end - 1) == '+') && end < text.length();
        int unitEnd = signed ? end - 1 : end;
        if (text.length() - end > 2) {
            return null;
        }
        int power = end == text.length() ? 1 : Integer.parseInt(text.substring(unitEnd));
        var name = text.substring(0, unitEnd);
        if (power == 0 || Math.abs(power) > POWER_MAX) {
            return null;
        }
        if (name.equals("10*") || name.equals("10^")) {
            return new Measure(BigDecimal.ONE.scaleByPowerOfTen(power), Map.of());
        }
        var atom = atom(name);
        return new Measure(BigDecimal.ONE, Map.of()).times(atom, power);
    }

    private static Measure atom(String name) {
        var known = FIXED.get(name);
        if (known == null) {
            known = ATOMS.get(name);
        }
        if (known != null) {
            return known;
        }
        int size = name.startsWith("da") ? 2 : 1;
        var prefix =
                name.startsWith("da") ? BigDecimal.TEN : PREFIXES.get(name.substring(0, Math.min(size, name.length())));
        var base = prefix == null ? null : ATOMS.get(name.substring(size));
        if (prefix == null || base == null) {
            return new Measure(BigDecimal.ONE, Map.of(name, 1));
        }
        return new Measure(prefix.multiply(base.factor()), base.dimensions());
    }
}
