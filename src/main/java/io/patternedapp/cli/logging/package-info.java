@NullMarked
package io.patternedapp.cli.logging;

import org.jspecify.annotations.NullMarked;
