package io.patternedapp.api;

/** Which Pods a node's traffic may reach. */
public enum TrafficPolicy {
  Cluster,
  Local
}
