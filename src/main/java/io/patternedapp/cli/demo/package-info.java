/**
 * The command {@code patternedapp demo}: starts a local control plane and the operator, applies the
 * examples, and prints the resulting objects and status. Uses no other cluster.
 */
@NullMarked
package io.patternedapp.cli.demo;

import org.jspecify.annotations.NullMarked;
