package io.patternedapp.expand;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.patternedapp.api.PatternedApp;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Turns an app into its children. Pure: the same app gives the same children, byte for byte. */
public final class Expander {

  private Expander() {}

  /**
   * Expands an app that passed validation without errors. The children carry no ownerReferences and
   * only the namespace that the app itself carries.
   */
  public static Expansion expand(PatternedApp app) {
    var content = Content.of(app);
    var children = new ArrayList<HasMetadata>();
    Stream.of(content.restart(), content.live()).filter(Objects::nonNull).forEach(children::add);
    NetworkPolicies.of(app).ifPresent(children::add);
    Services.of(app).ifPresent(children::add);
    HeadlessServices.of(app).ifPresent(children::add);
    DisruptionBudgets.of(app).ifPresent(children::add);
    children.addAll(Workloads.of(app, PodTemplates.of(app, content)));
    PodMonitors.of(app).ifPresent(children::add);
    return new Expansion(List.copyOf(children));
  }
}
