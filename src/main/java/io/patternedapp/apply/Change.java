package io.patternedapp.apply;

/**
 * A write that a person would want to know of, for an Event.
 *
 * @param reason a stable CamelCase word
 * @param message what was done and why, without any value of the app
 */
public record Change(String reason, String message) {}
