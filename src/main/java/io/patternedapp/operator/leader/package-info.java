/**
 * Leader election among the operator's replicas: the only package that writes Leases. Its fence
 * blocks the writes of replicas that do not lead.
 */
@NullMarked
package io.patternedapp.operator.leader;

import org.jspecify.annotations.NullMarked;
