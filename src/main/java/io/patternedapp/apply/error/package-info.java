@NullMarked
package io.patternedapp.apply.error;

import org.jspecify.annotations.NullMarked;
