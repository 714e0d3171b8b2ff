package io.patternedapp.cli.input;

/**
 * A text to read apps from.
 *
 * @param name what it is called in messages
 * @param text its content
 */
public record InputFile(String name, String text) {}
