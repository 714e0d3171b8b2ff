@NullMarked
package io.patternedapp.apply.guard;

import org.jspecify.annotations.NullMarked;
