/** Compares two versions of an app: the changes of its children and the disruption they cause. */
@NullMarked
package io.patternedapp.cli.diff;

import org.jspecify.annotations.NullMarked;
