/** Daemon threads, and the scheduler for the operator's periodic background tasks. */
@NullMarked
package io.patternedapp.operator.concurrent;

import org.jspecify.annotations.NullMarked;
