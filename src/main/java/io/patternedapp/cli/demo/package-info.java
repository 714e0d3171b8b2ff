/**
 * What {@code patternedapp demo} does: a control plane of its own, the operator on it, and the
 * examples shown as they get applied. Knows no other cluster.
 */
@NullMarked
package io.patternedapp.cli.demo;

import org.jspecify.annotations.NullMarked;
