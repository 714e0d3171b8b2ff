/** Which of several operators works: the election, and what keeps the others from writing. */
@NullMarked
package io.patternedapp.operator.leader;

import org.jspecify.annotations.NullMarked;
