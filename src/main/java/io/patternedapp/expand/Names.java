package io.patternedapp.expand;

import io.patternedapp.api.PatternedApp;

/** The names, labels and annotations that the operator gives out. Stable: they are an interface. */
public final class Names {

  /** The field manager of every server-side apply. */
  public static final String OPERATOR = "patternedapp-operator";

  private static final String PREFIX = PatternedApp.GROUP + "/";

  /** Label on every child: the app's name. With it informers and selectors find children. */
  public static final String APP_LABEL = PREFIX + "app";

  /** Label on Pods that take traffic; taking it off takes a Pod out of the Service. */
  public static final String SERVING_LABEL = PREFIX + "serving";

  /** Annotation on Pods: a hash of what cannot change while the Pod lives. */
  public static final String TEMPLATE_HASH = PREFIX + "template-hash";

  /** Annotation on Pods: the immutable ConfigMap that holds the content they started with. */
  public static final String FILES = PREFIX + "files";

  /** Annotation on Pods: the app's {@code restartedAt}. */
  public static final String RESTARTED_AT = PREFIX + "restarted-at";

  /** Annotation on an object that nobody controls: the app that its owner hands it over to. */
  public static final String ADOPT = PREFIX + "adopt";

  /** Annotation on Pods: which container kubectl picks when none is named. */
  public static final String DEFAULT_CONTAINER = "kubectl.kubernetes.io/default-container";

  private Names() {}

  /** The name of the headless Service of a StatefulSet, which gives each Pod a DNS name. */
  public static String headless(String app) {
    return app + "-headless";
  }

  /** The name of replica {@code ordinal} of a Pod workload: the app's own for the first. */
  public static String pod(String app, int ordinal) {
    return ordinal == 0 ? app : app + "-" + ordinal;
  }
}
