package io.patternedapp.model;

import io.patternedapp.api.schema.ReservedKeys;
import java.util.Set;

/** Keys of annotations. They must not change: users and running Pods depend on them. */
public final class Annotations {

  /** On Pods: hash of the fields that are immutable in a running Pod. */
  public static final String TEMPLATE_HASH = Labels.PREFIX + "template-hash";

  /** On Pods: name of the immutable ConfigMap with their files. */
  public static final String FILES = Labels.PREFIX + "files";

  /** On Pods: {@code spec.restartedAt} of the app. */
  public static final String RESTARTED_AT = Labels.PREFIX + "restarted-at";

  /** On an object without a controller: name of the app that may adopt it. */
  public static final String ADOPT = Labels.PREFIX + "adopt";

  /** On Pods: default container of kubectl. */
  public static final String DEFAULT_CONTAINER = ReservedKeys.DEFAULT_CONTAINER_ANNOTATION;

  /** On Pods: most recent in-place update that the operator has sent. */
  public static final String IN_PLACE_UPDATE = Labels.PREFIX + "in-place";

  /** On Pods: time at which the operator removed the Pod from the Service before an update. */
  public static final String DRAINED_AT = Labels.PREFIX + "drained-at";

  /** On Pods: number of consecutive replacements of finished Pods. */
  public static final String RESTART_ATTEMPT = Labels.PREFIX + "attempt";

  /**
   * Annotations that the operator sets on running Pods. They are not part of the template, so they
   * are not drift, and an apply of the Pod preserves them.
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
