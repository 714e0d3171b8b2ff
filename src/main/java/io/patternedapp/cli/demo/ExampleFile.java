package io.patternedapp.cli.demo;

/**
 * One file of examples.
 *
 * @param name the file name without a directory
 * @param text the content: one or more YAML documents
 */
public record ExampleFile(String name, String text) {}
