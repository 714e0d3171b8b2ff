@NullMarked
package io.patternedapp.status.condition;

import org.jspecify.annotations.NullMarked;
