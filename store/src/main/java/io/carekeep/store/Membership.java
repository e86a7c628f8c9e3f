package io.carekeep.store;

import io.carekeep.fhir.ResourceType;
import io.carekeep.fhir.search.SearchParameters;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Writes whom a denial means that names care teams, groups, organizations, or somebody in one of their roles: as the
/// records say it now, whatever their periods and states. A team or group of which the index does not tell who is in it
/// may mean anybody.
public final class Membership {

    private static final ResourceType ROLE = ResourceType.of("PractitionerRole").orElseThrow();
    private static final ResourceType ORGANIZATION =
            ResourceType.of("Organization").orElseThrow();
    private static final ResourceType TEAM = ResourceType.of("CareTeam").orElseThrow();
    private static final ResourceType GROUP = ResourceType.of("Group").orElseThrow();

    private static final List<Integer> HELD_BY = expressions(ROLE, "practitioner");
    private static final List<Integer> WITHIN = Stream.of(
                    HELD_BY, expressions(ROLE, "organization"), expressions(ORGANIZATION, "partof"))
            .flatMap(List::stream)
            .toList();
    private static final List<Integer> MEMBERS = Stream.of(
                    expressions(TEAM, "participant"), expressions(GROUP, "member"))
            .flatMap(List::stream)
            .toList();

    // Who asks, with the roles that they hold, who holds these, and the organizations for which they do. It is said
    // twice that roles are meant: PostgreSQL then expects few, and makes no room for millions before each statement.
    private static final String REACHED = """
            array(
                with recursive mine (number) as (
                    select unnest(?::bigint[])
                     union
                    select next.number
                      from mine
                     cross join lateral (
                        select r.number
                          from store.current r
                         where r.index && array(select base + mine.number from unnest(array[%s]) e (base))
                           and r.number >> %s = %s
                           and (r.number >> %s) + 0 = %s
                         union all
                        select v.value & %s
                          from store.current x
                         cross join unnest(x.index) v (value)
                         where x.number = mine.number
                           and x.number >> %s in (%s, %s)
                           and v.value >> %s in (%s)) next (number))
                select number from mine)""".formatted(
                    bases(HELD_BY),
                    Numbering.ORDER_BITS,
                    ROLE.ordinal(),
                    Numbering.ORDER_BITS,
                    ROLE.ordinal(),
                    Numbering.number(-1),
                    Numbering.ORDER_BITS,
                    ROLE.ordinal(),
                    ORGANIZATION.ordinal(),
                    Numbering.NUMBER_BITS,
                    listed(WITHIN));

    private static final String TEAMS = TEAM.ordinal() + ", " + GROUP.ordinal();
    private static final String HAS = "exists (select 1 from unnest(t.index) v (value) where v.value >> "
            + Numbering.NUMBER_BITS + " in (" + listed(MEMBERS) + ")";
    private static final String MEANS = """
            (%%1$s = '{}' or %%1$s && %s
             or exists (
                select 1
                  from unnest(%%1$s) a (number)
                 where a.number >> %s in (%s)
                   and not exists (
                    select 1
                      from store.current t
                     where t.number = a.number
                       and %s)
                       and not %s and (v.value & %s) >> %s in (%s))
                       and not t.index && array(
                            select base + mine.number
                              from unnest(%s) mine (number)
                             cross join unnest(array[%s]) e (base)))))""".formatted(
                    REACHED,
                    Numbering.ORDER_BITS,
                    TEAMS,
                    HAS,
                    HAS,
                    Numbering.number(-1),
                    Numbering.ORDER_BITS,
                    TEAMS,
                    REACHED,
                    bases(MEMBERS));

    private static final String NAMES =
            "exists (select 1 from unnest(" + REACHED + ") mine (number) where mine.number >> " + Numbering.ORDER_BITS
                    + " <> " + ORGANIZATION.ordinal() + " and mine.number = any(%s))";

    private Membership() {}

    /// The condition that those who are named by a column of numbers may be who asks. In both its places goes who that
    /// is, an array of numbers.
    public static String means(String actors) {
        return MEANS.formatted(actors);
    }

    /// The condition that a column of numbers names who asks in person, themselves or in one of their roles. In its
    /// place goes who that is.
    static String names(String actors) {
        return NAMES.formatted(actors);
    }

    private static List<Integer> expressions(ResourceType type, String parameter) {
        return SearchParameters.r4().find(type, parameter).orElseThrow().ordinals();
    }

    private static String bases(List<Integer> expressions) {
        return expressions.stream().map(each -> Numbering.value(each, 0) + "").collect(Collectors.joining(", "));
    }

    private static String listed(List<Integer> expressions) {
        return expressions.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
