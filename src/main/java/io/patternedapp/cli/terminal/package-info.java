/** Text output for terminals: colors, columns, line wrapping and tree glyphs. */
@NullMarked
package io.patternedapp.cli.terminal;

import org.jspecify.annotations.NullMarked;
