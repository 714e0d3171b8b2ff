/**
 * Runs a Kubernetes control plane, kube-apiserver and etcd, on the loopback interface, for {@code
 * demo} and for tests. It never uses the user's kubeconfig or cluster, and does not depend on the
 * PatternedApp API.
 *
 * <p>{@link io.patternedapp.cli.controlplane.binaries.BinaryLocator} finds the two executables: in
 * the directory {@code KUBEBUILDER_ASSETS}, in the cache directory, by download, or by a build with
 * Go, in this order.
 */
@NullMarked
package io.patternedapp.cli.controlplane;

import org.jspecify.annotations.NullMarked;
