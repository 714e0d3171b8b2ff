package io.patternedapp.api.service;

/** The forms of a Service that an app can have. */
public enum ServiceType {
  /** A port on every node. */
  NodePort,
  /** An address inside the cluster. */
  ClusterIP,
  /** An address from the cluster's load balancer. */
  LoadBalancer
}
