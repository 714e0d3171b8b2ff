package io.patternedapp.operator.leader;

import io.fabric8.kubernetes.client.KubernetesClientException;

/** A write that was held back, since another process may lead by now. */
public final class NotLeadingException extends KubernetesClientException {

  private static final long serialVersionUID = 1L;

  NotLeadingException() {
    super("nothing is written, since this process does not hold the lease");
  }
}
