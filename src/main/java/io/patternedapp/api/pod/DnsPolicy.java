package io.patternedapp.api.pod;

/** DNS policies of core/v1 PodSpec. */
public enum DnsPolicy {
  ClusterFirst,
  ClusterFirstWithHostNet,
  Default,
  None
}
