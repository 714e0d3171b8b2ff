package io.patternedapp.operator.health;

/**
 * The status of an informer.
 *
 * @param name the watched kind and namespace
 * @param running false when the informer stopped for good
 * @param synced whether its cache was filled once
 * @param watching whether its watch is open; false for a moment each time that it is renewed
 */
public record InformerStatus(String name, boolean running, boolean synced, boolean watching) {}
