/** Evaluates the conditions Accepted, Applied, Ready and Stalled. */
@NullMarked
package io.patternedapp.status.condition;

import org.jspecify.annotations.NullMarked;
