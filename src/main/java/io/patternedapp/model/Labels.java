package io.patternedapp.model;

import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.schema.ReservedKeys;
import java.util.Map;

/** Keys of labels. They must not change: selectors and users depend on them. */
public final class Labels {

  /** Prefix of the labels and annotations that are reserved for the operator. */
  public static final String PREFIX = PatternedApp.GROUP + "/";

  /** On every child: name of the app. Informers and selectors match it. */
  public static final String APP = PREFIX + "app";

  /** On Pods that receive traffic. Without it the Service does not select the Pod. */
  public static final String SERVING = PREFIX + "serving";

  /** The recommended label for the app's name. */
  public static final String NAME = ReservedKeys.NAME_LABEL;

  /** The recommended label for the instance: the app's name too. */
  public static final String INSTANCE = ReservedKeys.INSTANCE_LABEL;

  /** The recommended label for the tool that manages an object: the operator. */
  public static final String MANAGED_BY = ReservedKeys.MANAGED_BY_LABEL;

  private Labels() {}

  /** Returns the selector of the Pods of an app, which is immutable in workloads. */
  public static Map<String, String> selector(String app) {
    return Map.of(APP, app);
  }
}
