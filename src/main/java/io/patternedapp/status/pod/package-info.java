/** Detects failures of a Pod as a whole: lost node, eviction, scheduling and sandbox startup. */
@NullMarked
package io.patternedapp.status.pod;

import org.jspecify.annotations.NullMarked;
