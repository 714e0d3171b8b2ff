package io.patternedapp.model.result;

/**
 * A write that a person would want to know of, for an Event.
 *
 * @param reason a stable CamelCase word
 * @param message what was done and why, without any value of the app
 */
public record AppliedChange(String reason, String message) {}
