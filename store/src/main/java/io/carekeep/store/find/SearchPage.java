package io.carekeep.store.find;

import io.carekeep.store.Version;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// A page of what a search found.
/// @param matches in the order asked for
/// @param included what `_include` and `_revinclude` brought, without those that match too
/// @param total of all matches, when it was asked for or is known anyway
/// @param next the sealed place where the next page starts, or null on the last
public record SearchPage(
        List<Version> matches,
        List<Version> included,
        OptionalLong total,
        @Nullable String next) {}
