package io.patternedapp.operator.leader;

import io.fabric8.kubernetes.client.KubernetesClientException;

/** Thrown for a write that the fence blocked, because another process may be the leader. */
public final class NotLeadingException extends KubernetesClientException {

  private static final long serialVersionUID = 1L;

  NotLeadingException() {
    super("write blocked: this process does not hold the lease");
  }
}
