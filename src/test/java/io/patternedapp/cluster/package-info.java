/** Tests in a cluster with a node, selected by KUBECONFIG: {@code mvn -B verify -Pcluster}. */
@NullMarked
package io.patternedapp.cluster;

import org.jspecify.annotations.NullMarked;
