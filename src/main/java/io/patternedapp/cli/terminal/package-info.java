@NullMarked
package io.patternedapp.cli.terminal;

import org.jspecify.annotations.NullMarked;
