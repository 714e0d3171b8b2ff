/**
 * Checks of the containers: names, images, probes, lifecycle hooks, environment, resources,
 * security contexts and the start order.
 */
@NullMarked
package io.patternedapp.validate.container;

import org.jspecify.annotations.NullMarked;
