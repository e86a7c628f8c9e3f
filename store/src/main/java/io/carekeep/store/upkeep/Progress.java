package io.carekeep.store.upkeep;

/// How far a walk over the rows is.
/// @param tokens the generation of the token key that rows are written with
/// @param other another in force, or 0
/// @param walking whether rows are being gone through
/// @param done rows gone through, current ones and older versions
/// @param all rows
public record Progress(int tokens, int other, boolean walking, long done, long all) {}
