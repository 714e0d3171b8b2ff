package io.patternedapp.expand;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.expand.network.HeadlessServiceGenerator;
import io.patternedapp.expand.network.NetworkPolicyGenerator;
import io.patternedapp.expand.network.PodMonitorGenerator;
import io.patternedapp.expand.network.ServiceGenerator;
import io.patternedapp.expand.pod.FileConfigMaps;
import io.patternedapp.expand.pod.PodTemplateGenerator;
import io.patternedapp.expand.workload.DisruptionBudgetGenerator;
import io.patternedapp.expand.workload.WorkloadGenerator;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Expands an app into its children. Pure: equal apps have equal children, byte for byte. */
public final class Expander {

  private Expander() {}

  /**
   * Expands an app, which must be valid. The children have the namespace of the app and no owner
   * references.
   */
  public static Expansion expand(PatternedApp app) {
    var fileConfigMaps = FileConfigMaps.generate(app);
    var children = new ArrayList<HasMetadata>();
    Stream.of(fileConfigMaps.restart(), fileConfigMaps.live())
        .filter(Objects::nonNull)
        .forEach(children::add);
    NetworkPolicyGenerator.generate(app).ifPresent(children::add);
    ServiceGenerator.generate(app).ifPresent(children::add);
    HeadlessServiceGenerator.generate(app).ifPresent(children::add);
    DisruptionBudgetGenerator.generate(app).ifPresent(children::add);
    children.addAll(
        WorkloadGenerator.generate(app, PodTemplateGenerator.generate(app, fileConfigMaps)));
    PodMonitorGenerator.generate(app).ifPresent(children::add);
    return new Expansion(List.copyOf(children));
  }
}
