package io.patternedapp.api.pod;

/** How Pods resolve names, as in core/v1 PodSpec. */
public enum DnsPolicy {
  ClusterFirst,
  ClusterFirstWithHostNet,
  Default,
  None
}
