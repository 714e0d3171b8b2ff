/**
 * The command line: the commands {@code run}, {@code demo}, {@code validate}, {@code render},
 * {@code diff} and {@code graph} with their options. Each subpackage serves one concern of the
 * commands.
 */
@NullMarked
package io.patternedapp.cli;

import org.jspecify.annotations.NullMarked;
