@NullMarked
package io.patternedapp.validate.pod;

import org.jspecify.annotations.NullMarked;
