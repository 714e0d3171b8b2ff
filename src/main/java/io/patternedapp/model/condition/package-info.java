@NullMarked
package io.patternedapp.model.condition;

import org.jspecify.annotations.NullMarked;
