package io.patternedapp.expand;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.PatternedAppSpec;

/** Creates apps from YAML and expands them. */
public final class AppYaml {

  private AppYaml() {}

  /** Returns an app named web with this spec. */
  static PatternedApp app(String spec) {
    return Serialization.unmarshal(
        """
        apiVersion: patternedapp.io/v1alpha1
        kind: PatternedApp
        metadata: {name: web}
        spec:
        %s
        """
            .formatted(spec.indent(2)),
        PatternedApp.class);
  }

  public static PatternedAppSpec spec(String spec) {
    return app(spec).getSpec();
  }

  /** Returns the first child of a kind. */
  static <T extends HasMetadata> T firstChild(String spec, Class<T> kind) {
    return Expander.expand(app(spec)).children().stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .findFirst()
        .orElseThrow();
  }

  static PodSpec podSpec(String spec) {
    return firstChild(spec, Pod.class).getSpec();
  }
}
