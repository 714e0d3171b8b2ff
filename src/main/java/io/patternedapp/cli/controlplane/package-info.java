/**
 * A Kubernetes control plane of our own, for {@code demo} and for tests: finds or gets
 * kube-apiserver and etcd, and runs them on loopback. Knows nothing of PatternedApps, and never
 * touches the user's kubeconfig or cluster.
 */
@NullMarked
package io.patternedapp.cli.controlplane;

import org.jspecify.annotations.NullMarked;
