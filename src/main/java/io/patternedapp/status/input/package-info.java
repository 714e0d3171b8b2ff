@NullMarked
package io.patternedapp.status.input;

import org.jspecify.annotations.NullMarked;
