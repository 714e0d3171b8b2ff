@NullMarked
package io.patternedapp.validate.problem;

import org.jspecify.annotations.NullMarked;
