package io.patternedapp.apply;

/**
 * A change to a child.
 *
 * @param kind the kind of change
 * @param message what changed and why; it contains no value of the app
 */
public record ChildChange(ChangeKind kind, String message) {}
