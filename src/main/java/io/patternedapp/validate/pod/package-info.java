/** Checks of {@code spec.pod}: names, DNS, deadlines, the security context and scheduling. */
@NullMarked
package io.patternedapp.validate.pod;

import org.jspecify.annotations.NullMarked;
