package io.patternedapp.api.service;

/** Types of a Service, as in core/v1 ServiceSpec without ExternalName. */
public enum ServiceType {
  /** Exposes the Service on a port of each node. */
  NodePort,
  /** Exposes the Service on a cluster-internal IP. */
  ClusterIP,
  /** Exposes the Service through a load balancer. */
  LoadBalancer
}
