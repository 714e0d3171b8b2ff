package io.patternedapp.model;

import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.schema.ReservedKeys;
import java.util.Map;

/** Labels that the operator sets. Stable: selectors and users depend on them. */
public final class Labels {

  /** Prefix of every label and annotation that the operator reserves. */
  public static final String PREFIX = PatternedApp.GROUP + "/";

  /** On every child: the app's name. Informers and selectors find children by it. */
  public static final String APP = PREFIX + "app";

  /** On Pods that receive traffic; removing it removes the Pod from the Service. */
  public static final String SERVING = PREFIX + "serving";

  /** The recommended label for the app's name. */
  public static final String NAME = ReservedKeys.NAME_LABEL;

  /** The recommended label for the instance: the app's name too. */
  public static final String INSTANCE = ReservedKeys.INSTANCE_LABEL;

  /** The recommended label for the tool that manages an object: the operator. */
  public static final String MANAGED_BY = ReservedKeys.MANAGED_BY_LABEL;

  private Labels() {}

  /** Selects the Pods of an app. It never changes. */
  public static Map<String, String> selector(String app) {
    return Map.of(APP, app);
  }
}
