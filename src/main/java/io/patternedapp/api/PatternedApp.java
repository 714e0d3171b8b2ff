package io.patternedapp.api;

import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import io.patternedapp.api.schema.CelRules;
import org.jspecify.annotations.Nullable;

/**
 * An application that consists of a main container and its helpers, which have the roles init,
 * sidecar, ambassador and adapter. The operator expands it into Pods and the objects that they
 * need.
 */
@Group(PatternedApp.GROUP)
@Version(PatternedApp.VERSION)
@Plural(PatternedApp.PLURAL)
@ShortNames("papp")
@ValidationRule(
    value = "size(self.metadata.name) <= 52 && self.metadata.name" + CelRules.IS_DNS_LABEL,
    message =
        "metadata.name is the name of the children too, so it must have at most 52 lower case"
            + " alphanumeric characters or '-', start with an alphabetic character and end with"
            + " an alphanumeric character")
public class PatternedApp extends CustomResource<PatternedAppSpec, PatternedAppStatus>
    implements Namespaced {

  /** The API group, and the prefix of the labels and annotations that the operator reserves. */
  public static final String GROUP = "patternedapp.io";

  /** The only served version. */
  public static final String VERSION = "v1alpha1";

  /** The name of the resource in URLs and RBAC rules. */
  public static final String PLURAL = "patternedapps";

  private static final long serialVersionUID = 1L;

  @Override
  protected @Nullable PatternedAppSpec initSpec() {
    return null;
  }

  @Override
  protected @Nullable PatternedAppStatus initStatus() {
    return null;
  }
}
