package io.patternedapp.operator;

import io.javaoperatorsdk.operator.RegisteredController;
import io.javaoperatorsdk.operator.health.InformerHealthIndicator;
import io.javaoperatorsdk.operator.health.InformerWrappingEventSourceHealthIndicator;
import io.patternedapp.operator.health.Watch;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The informers of a controller, those that it added while running included. */
final class Informers {

  private Informers() {}

  /** How each of them is. */
  static List<Watch> of(RegisteredController<?> controller) {
    var watches = new ArrayList<Watch>();
    var sources = controller.getControllerHealthInfo().informerEventSourceHealthIndicators();
    sources.forEach((kind, source) -> of(kind, source).forEach(watches::add));
    return watches;
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
