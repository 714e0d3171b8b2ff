package io.patternedapp.expand;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.patternedapp.api.PatternedApp;
import java.util.Map;
import java.util.TreeMap;

/** Names and labels of children. */
final class ChildMeta {

  private ChildMeta() {}

  /** Metadata of a child with the app's own labels and annotations. */
  static ObjectMeta of(PatternedApp app, String name) {
    return of(app, name, Map.of(), Map.of());
  }

  /** Metadata of a child with further labels and annotations. */
  static ObjectMeta of(
      PatternedApp app, String name, Map<String, String> labels, Map<String, String> annotations) {
    return new ObjectMetaBuilder()
        .withName(name)
        .withNamespace(app.getMetadata().getNamespace())
        .withLabels(merged(app.getSpec().labels(), labels, ours(app)))
        .withAnnotations(merged(app.getSpec().annotations(), annotations, Map.of()))
        .build();
  }

  /** The labels by which the Pods of an app are found; they never change. */
  static Map<String, String> selector(PatternedApp app) {
    return Map.of(Names.APP_LABEL, app.getMetadata().getName());
  }

  private static Map<String, String> ours(PatternedApp app) {
    var name = app.getMetadata().getName();
    return Map.of(
        "app.kubernetes.io/name",
        name,
        "app.kubernetes.io/instance",
        name,
        "app.kubernetes.io/managed-by",
        Names.OPERATOR,
        Names.APP_LABEL,
        name);
  }

  private static Map<String, String> merged(
      Map<String, String> first, Map<String, String> second, Map<String, String> last) {
    var all = new TreeMap<>(first);
    all.putAll(second);
    all.putAll(last);
    return all;
  }
}
