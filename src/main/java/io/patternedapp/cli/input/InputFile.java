package io.patternedapp.cli.input;

/**
 * A manifest file that was read.
 *
 * @param name the display name in messages
 * @param text the content
 */
public record InputFile(String name, String text) {}
