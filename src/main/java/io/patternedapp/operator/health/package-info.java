/** Whether the operator works, and the HTTP port that tells. */
@NullMarked
package io.patternedapp.operator.health;

import org.jspecify.annotations.NullMarked;
