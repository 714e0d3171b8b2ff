package io.patternedapp.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.expand.Expander;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Apps and their children to apply. */
final class Apps {

  static final String UID = "uid-of-the-app";

  private Apps() {}

  /** An app called web in namespace shop with that spec, written as YAML flow. */
  static PatternedApp app(String spec) {
    return Serialization.unmarshal(
        """
        apiVersion: patternedapp.io/v1alpha1
        kind: PatternedApp
        metadata: {name: web, namespace: shop, generation: 3, uid: %s}
        spec: {%s}
        """
            .formatted(UID, spec),
        PatternedApp.class);
  }

  /** The only child of that kind. */
  static <T extends HasMetadata> T child(PatternedApp app, Class<T> kind) {
    var children =
        Expander.expand(app).children().stream().filter(kind::isInstance).map(kind::cast).toList();
    if (children.size() != 1) {
      throw new IllegalArgumentException(children.size() + " children of that kind");
    }
    return children.get(0);
  }

  /** An object out of a file beside this class. */
  static <T> T load(String file, Class<T> type) {
    try (var in = Apps.class.getResourceAsStream(file)) {
      return Serialization.unmarshal(new String(in.readAllBytes(), StandardCharsets.UTF_8), type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
