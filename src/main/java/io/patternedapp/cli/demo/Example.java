package io.patternedapp.cli.demo;

/**
 * One file of examples.
 *
 * @param file its name, without a directory
 * @param text what it holds: YAML, one or more documents
 */
public record Example(String file, String text) {}
