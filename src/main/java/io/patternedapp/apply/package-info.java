/**
 * Brings children in sync, and writes the status and Events of apps. It is the only package that
 * writes children; beside it only {@code operator.leader} writes, which holds the Lease.
 *
 * <p>An {@link io.patternedapp.apply.ApplyContext} goes in; each applier returns a {@link
 * io.patternedapp.apply.ChildResult}; {@link io.patternedapp.apply.Applier} combines them to an
 * {@link io.patternedapp.apply.ApplyResult}. What is decided on Pods comes from the pure package
 * {@code rollout}.
 */
@NullMarked
package io.patternedapp.apply;

import org.jspecify.annotations.NullMarked;
