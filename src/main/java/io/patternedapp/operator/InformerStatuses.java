package io.patternedapp.operator;

import io.javaoperatorsdk.operator.RegisteredController;
import io.javaoperatorsdk.operator.health.InformerHealthIndicator;
import io.javaoperatorsdk.operator.health.InformerWrappingEventSourceHealthIndicator;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.patternedapp.operator.health.InformerStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The informers of a controller, those that it added while running included. */
final class InformerStatuses {

  /**
   * How many objects a list brings at a time. Ten thousand Deployments whole, at once, are twice as
   * much as the heap takes.
   */
  static final long LIST_PAGE_SIZE = 250;

  private InformerStatuses() {}

  /** How each of them is. */
  static List<InformerStatus> list(RegisteredController<?> controller) {
    var statuses = new ArrayList<InformerStatus>();
    var sources = controller.getControllerHealthInfo().informerEventSourceHealthIndicators();
    sources.forEach(
        (name, source) -> toStatuses(kind(name, source), source).forEach(statuses::add));
    return statuses;
  }

  /** What the SDK calls a source is a class and its hash, which says nothing to a person. */
  private static String kind(String name, InformerWrappingEventSourceHealthIndicator<?> source) {
    return source instanceof EventSource<?, ?> informer
        ? informer.resourceType().getSimpleName()
        : name;
  }

  private static Stream<InformerStatus> toStatuses(
      String kind, InformerWrappingEventSourceHealthIndicator<?> source) {
    return source.informerHealthIndicators().values().stream()
        .map(informer -> toStatus(kind, informer));
  }

  private static InformerStatus toStatus(String kind, InformerHealthIndicator informer) {
    return new InformerStatus(
        "%s in %s".formatted(kind, informer.getTargetNamespace()),
        informer.isRunning(),
        informer.hasSynced(),
        informer.isWatching());
  }
}
