@NullMarked
package io.patternedapp.operator.cache;

import org.jspecify.annotations.NullMarked;
