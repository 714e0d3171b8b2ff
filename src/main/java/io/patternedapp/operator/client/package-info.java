/**
 * Extensions of the Kubernetes client: pings that detect dead watch connections, and the
 * serialization of requests and watch events.
 */
@NullMarked
package io.patternedapp.operator.client;

import org.jspecify.annotations.NullMarked;
