@NullMarked
package io.patternedapp.validate.format;

import org.jspecify.annotations.NullMarked;
