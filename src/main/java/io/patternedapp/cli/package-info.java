/** The command line: what a user starts. */
@NullMarked
package io.patternedapp.cli;

import org.jspecify.annotations.NullMarked;
