package io.patternedapp.api.container;

/** How a Prometheus finds the metrics of an adapter. */
public enum ScrapeDiscovery {
  /** By the annotations prometheus.io/scrape, port and path on the Pods. */
  Annotations,
  /** By a PodMonitor of the Prometheus operator, with an endpoint for each adapter. */
  PodMonitor,
  /** Not at all: the author takes care of it. */
  None
}
