package io.patternedapp.operator;

import io.javaoperatorsdk.operator.RegisteredController;
import io.javaoperatorsdk.operator.health.InformerHealthIndicator;
import io.javaoperatorsdk.operator.health.InformerWrappingEventSourceHealthIndicator;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.patternedapp.operator.health.Watch;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The informers of a controller, those that it added while running included. */
final class Informers {

  /**
   * How many objects a list brings at a time. Ten thousand Deployments whole, at once, are twice as
   * much as the heap takes.
   */
  static final long PAGE = 250;

  private Informers() {}

  /** How each of them is. */
  static List<Watch> of(RegisteredController<?> controller) {
    var watches = new ArrayList<Watch>();
    var sources = controller.getControllerHealthInfo().informerEventSourceHealthIndicators();
    sources.forEach((name, source) -> of(kind(name, source), source).forEach(watches::add));
    return watches;
  }

  /** What the SDK calls a source is a class and its hash, which says nothing to a person. */
  private static String kind(String name, InformerWrappingEventSourceHealthIndicator<?> source) {
    return source instanceof EventSource<?, ?> informer
        ? informer.resourceType().getSimpleName()
        : name;
  }

  private static Stream<Watch> of(
      String kind, InformerWrappingEventSourceHealthIndicator<?> source) {
    return source.informerHealthIndicators().values().stream().map(one -> of(kind, one));
  }

  private static Watch of(String kind, InformerHealthIndicator informer) {
    return new Watch(
        "%s in %s".formatted(kind, informer.getTargetNamespace()),
        informer.isRunning(),
        informer.hasSynced(),
        informer.isWatching());
  }
}
