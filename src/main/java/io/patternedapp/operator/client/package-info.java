/**
 * The operator's Kubernetes client: detects dead connections by WebSocket pings, and deserializes
 * responses of the API server without the parts that are never read.
 */
@NullMarked
package io.patternedapp.operator.client;

import org.jspecify.annotations.NullMarked;
