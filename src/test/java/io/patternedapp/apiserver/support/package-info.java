/** Fixtures of the tests against a real kube-apiserver and etcd, without controllers and nodes. */
@NullMarked
package io.patternedapp.apiserver.support;

import org.jspecify.annotations.NullMarked;
