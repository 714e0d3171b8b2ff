/** Checks of the workload kind, its settings and the disruption budget. */
@NullMarked
package io.patternedapp.validate.workload;

import org.jspecify.annotations.NullMarked;
