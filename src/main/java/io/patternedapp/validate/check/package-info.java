@NullMarked
package io.patternedapp.validate.check;

import org.jspecify.annotations.NullMarked;
