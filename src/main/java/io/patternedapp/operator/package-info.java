/**
 * Wires and runs the operator: the reconciler, its event sources and rate limiter, startup and
 * shutdown, health and management endpoints.
 */
@NullMarked
package io.patternedapp.operator;

import org.jspecify.annotations.NullMarked;
