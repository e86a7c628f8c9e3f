package io.carekeep.access;

import io.carekeep.base.Problem;
import io.carekeep.base.Refused;
import java.util.regex.Pattern;

/// A group of callers, which a policy's rules speak of.
/// @param name lower-case letters, digits and '-'
public record Group(String name) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");

    /// Manages accounts, keys and policy; sees no clinical records.
    public static final Group ADMINISTRATOR = new Group("administrator");

    /// The local service account of scripts: reads and writes records, never policy, keys or accounts.
    public static final Group OPERATOR = new Group("operator");

    /// Handles alarms. Of records it sees what rules open to it, which is nothing unless somebody writes one.
    public static final Group SUPPORT = new Group("support");

    /// Watches over access, handles alarms, lifts budgets and names canaries. Of records it sees what rules open to it.
    public static final Group SECURITY_OFFICER = new Group("security-officer");

    /// @throws Refused when the name is none
    public Group {
        if (!NAME.matcher(name).matches()) {
            throw new Refused(
                    new Problem.Invalid("group", "a lower-case letter, then letters, digits and '-', at most 40"));
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
