/**
 * Reads the statuses of containers and aggregates them per container over all Pods. Container
 * messages do not change during a back-off.
 */
@NullMarked
package io.patternedapp.status.container;

import org.jspecify.annotations.NullMarked;
