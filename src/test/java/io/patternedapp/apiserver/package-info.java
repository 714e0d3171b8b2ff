/** Tests against a real kube-apiserver and etcd, without nodes. */
@NullMarked
package io.patternedapp.apiserver;

import org.jspecify.annotations.NullMarked;
