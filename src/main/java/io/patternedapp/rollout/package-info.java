/**
 * Plans updates of children: fingerprints, update plans, the steps of a Pod rollout and the
 * projections that they read. Pure: depends on no client.
 */
@NullMarked
package io.patternedapp.rollout;

import org.jspecify.annotations.NullMarked;
