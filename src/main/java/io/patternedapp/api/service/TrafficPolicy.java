package io.patternedapp.api.service;

/** Traffic policies of core/v1 ServiceSpec: which Pods a node routes traffic to. */
public enum TrafficPolicy {
  Cluster,
  Local
}
