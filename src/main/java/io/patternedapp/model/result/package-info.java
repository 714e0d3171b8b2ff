/** Results of an apply, as the status and the Events report them. Immutable values. */
@NullMarked
package io.patternedapp.model.result;

import org.jspecify.annotations.NullMarked;
