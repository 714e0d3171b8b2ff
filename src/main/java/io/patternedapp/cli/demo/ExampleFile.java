package io.patternedapp.cli.demo;

/**
 * One file of examples.
 *
 * @param name its name, without a directory
 * @param text what it holds: YAML, one or more documents
 */
public record ExampleFile(String name, String text) {}
