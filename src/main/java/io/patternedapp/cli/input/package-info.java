@NullMarked
package io.patternedapp.cli.input;

import org.jspecify.annotations.NullMarked;
