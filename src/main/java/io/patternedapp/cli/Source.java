package io.patternedapp.cli;

/**
 * A text to read apps from.
 *
 * @param name what it is called in messages
 * @param text its content
 */
record Source(String name, String text) {}
