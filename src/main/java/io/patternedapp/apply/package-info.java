/**
 * Brings children in sync, and writes the status and Events of apps. No other package writes
 * children. The only other writer is {@code operator.leader}, which writes the Lease.
 *
 * <p>An {@link io.patternedapp.apply.ApplyInput} goes in; each applier returns a {@link
 * io.patternedapp.apply.ApplyStepResult}; {@link io.patternedapp.apply.Applier} combines them to an
 * {@link io.patternedapp.apply.ApplyResult}. What is decided on Pods comes from the pure package
 * {@code rollout}.
 */
@NullMarked
package io.patternedapp.apply;

import org.jspecify.annotations.NullMarked;
