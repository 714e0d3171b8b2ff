package io.patternedapp.operator.health;

/**
 * One informer as it is now.
 *
 * @param name the kind that it watches, and where
 * @param running whether it has not ended for good
 * @param synced whether its cache was filled once
 * @param watching whether a watch is open; briefly not, whenever one is renewed
 */
public record InformerStatus(String name, boolean running, boolean synced, boolean watching) {}
