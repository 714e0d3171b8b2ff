/**
 * Leader election among the operator's replicas, and the fence that blocks writes of the others.
 */
@NullMarked
package io.patternedapp.operator.leader;

import org.jspecify.annotations.NullMarked;
