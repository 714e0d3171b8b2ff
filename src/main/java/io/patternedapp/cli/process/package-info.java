@NullMarked
package io.patternedapp.cli.process;

import org.jspecify.annotations.NullMarked;
