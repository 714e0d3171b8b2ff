package io.patternedapp.expand.metadata;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.model.Labels;
import io.patternedapp.model.ResourceNames;
import java.util.Map;
import java.util.TreeMap;

/** Builds the metadata of children. */
public final class ChildMetadataBuilder {

  private ChildMetadataBuilder() {}

  /** Builds metadata with the labels and annotations of the app. */
  public static ObjectMeta build(PatternedApp app, String name) {
    return build(app, name, Map.of(), Map.of());
  }

  /**
   * Builds metadata with the labels and annotations of the app and additional ones, which take
   * precedence.
   */
  public static ObjectMeta build(
      PatternedApp app, String name, Map<String, String> labels, Map<String, String> annotations) {
    return new ObjectMetaBuilder()
        .withName(name)
        .withNamespace(app.getMetadata().getNamespace())
        .withLabels(merge(app.getSpec().labels(), labels, operatorLabels(app)))
        .withAnnotations(merge(app.getSpec().annotations(), annotations, Map.of()))
        .build();
  }

  /** Returns the selector of the Pods of an app, which is immutable in workloads. */
  public static Map<String, String> selector(PatternedApp app) {
    return Labels.selector(app.getMetadata().getName());
  }

  private static Map<String, String> operatorLabels(PatternedApp app) {
    var name = app.getMetadata().getName();
    return Map.of(
        Labels.NAME,
        name,
        Labels.INSTANCE,
        name,
        Labels.MANAGED_BY,
        ResourceNames.OPERATOR,
        Labels.APP,
        name);
  }

  private static Map<String, String> merge(
      Map<String, String> first, Map<String, String> second, Map<String, String> last) {
    var all = new TreeMap<>(first);
    all.putAll(second);
    all.putAll(last);
    return all;
  }
}
