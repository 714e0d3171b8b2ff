/** Liveness and readiness checks, and the HTTP server for health and metrics. */
@NullMarked
package io.patternedapp.operator.health;

import org.jspecify.annotations.NullMarked;
