package io.patternedapp.model.result;

/**
 * A write to a child, as Events and logs report it.
 *
 * @param reason stable CamelCase identifier
 * @param message the change and its cause, without values of the app
 */
public record AppliedChange(String reason, String message) {}
