/** Tests against a cluster with a node, found by KUBECONFIG; {@code mvn -B verify -Pcluster}. */
@NullMarked
package io.patternedapp.cluster;

import org.jspecify.annotations.NullMarked;
