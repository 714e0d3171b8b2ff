@NullMarked
package io.patternedapp.validate.volume;

import org.jspecify.annotations.NullMarked;
