package io.patternedapp.api.container;

/** How Prometheus discovers the metrics of an adapter. */
public enum ScrapeDiscovery {
  /** By the annotations prometheus.io/scrape, port and path of the Pods. */
  Annotations,
  /** By an endpoint in a PodMonitor of the Prometheus operator. */
  PodMonitor,
  /** No discovery by the operator. */
  None
}
