package io.patternedapp.operator;

import io.javaoperatorsdk.operator.RegisteredController;
import io.javaoperatorsdk.operator.health.InformerHealthIndicator;
import io.javaoperatorsdk.operator.health.InformerWrappingEventSourceHealthIndicator;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.patternedapp.operator.health.InformerStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Reads the status of a controller's informers. */
final class InformerStatuses {

  private InformerStatuses() {}

  /** Lists the status of each informer, including those that were registered at run time. */
  static List<InformerStatus> list(RegisteredController<?> controller) {
    var statuses = new ArrayList<InformerStatus>();
    var sources = controller.getControllerHealthInfo().informerEventSourceHealthIndicators();
    sources.forEach(
        (name, source) -> toStatuses(kind(name, source), source).forEach(statuses::add));
    return statuses;
  }

  /** Returns the watched kind: the default name of a JOSDK event source is a class and a hash. */
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
