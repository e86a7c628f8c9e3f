package io.carekeep.store.upkeep;

import java.util.Map;

/// How far stored records have got the labels that rules ask for.
/// @param due whether there are some that have not been looked at
/// @param looked at so far
/// @param all records
/// @param lacking how many lacked a label, and have it now
/// @param byLabel how many of them each label, by its name, was missing on
public record Labelled(boolean due, long looked, long all, long lacking, Map<String, Long> byLabel) {}
