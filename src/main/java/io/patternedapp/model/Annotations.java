package io.patternedapp.model;

import io.patternedapp.api.schema.ReservedKeys;
import java.util.Set;

/** Annotations that the operator sets or reads. Stable: users and running Pods depend on them. */
public final class Annotations {

  /** On Pods: a hash of the fields that cannot change during the Pod's life. */
  public static final String TEMPLATE_HASH = Labels.PREFIX + "template-hash";

  /** On Pods: the immutable ConfigMap with the files that they started with. */
  public static final String FILES = Labels.PREFIX + "files";

  /** On Pods: the app's {@code restartedAt}. */
  public static final String RESTARTED_AT = Labels.PREFIX + "restarted-at";

  /** On an object without a controller: the app that may adopt it. */
  public static final String ADOPT = Labels.PREFIX + "adopt";

  /** On Pods: the container that kubectl uses by default. */
  public static final String DEFAULT_CONTAINER = ReservedKeys.DEFAULT_CONTAINER_ANNOTATION;

  /** On Pods: the update in place that the operator has sent last. */
  public static final String IN_PLACE_UPDATE = Labels.PREFIX + "in-place";

  /** On Pods: when the operator removed the Pod from the Service, before a change. */
  public static final String DRAINED_AT = Labels.PREFIX + "drained-at";

  /** On Pods: how often in a row the Pod has finished and been replaced. */
  public static final String RESTART_ATTEMPT = Labels.PREFIX + "attempt";

  /**
   * Annotations that the operator sets on a running Pod and that are no part of its template, so
   * that they neither count as drift nor get lost when the Pod is applied.
   */
  public static final Set<String> NON_TEMPLATE =
      Set.of(RESTART_ATTEMPT, IN_PLACE_UPDATE, DRAINED_AT);

  /** Prefix of the annotations by which Prometheus finds the metrics of a Pod. */
  public static final String PROMETHEUS_PREFIX = "prometheus.io/";

  /** On Pods with metrics: {@code "true"}. */
  public static final String PROMETHEUS_SCRAPE = PROMETHEUS_PREFIX + "scrape";

  /** On Pods with metrics: the port number. */
  public static final String PROMETHEUS_PORT = PROMETHEUS_PREFIX + "port";

  /** On Pods with metrics: the HTTP path. */
  public static final String PROMETHEUS_PATH = PROMETHEUS_PREFIX + "path";

  private Annotations() {}
}
