/** Derives Events from the transition between two statuses. */
@NullMarked
package io.patternedapp.status.event;

import org.jspecify.annotations.NullMarked;
