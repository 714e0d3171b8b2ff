package io.patternedapp.api.service;

/** Which Pods a node's traffic may reach. */
public enum TrafficPolicy {
  Cluster,
  Local
}
