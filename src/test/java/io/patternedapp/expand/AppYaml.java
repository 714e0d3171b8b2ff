package io.patternedapp.expand;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.PatternedAppSpec;

/** Apps to expand. */
public final class AppYaml {

  private AppYaml() {}

  /** An app called web of this spec, in YAML. */
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

  /** The first child of that kind. */
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
