/** Tests against a real kube-apiserver and etcd, without nodes. */
@NullMarked
package io.patternedapp.apiserver.support;

import org.jspecify.annotations.NullMarked;
