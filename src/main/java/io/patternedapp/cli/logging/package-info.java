/** The configuration of Logback: format and levels. */
@NullMarked
package io.patternedapp.cli.logging;

import org.jspecify.annotations.NullMarked;
