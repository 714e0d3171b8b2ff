package io.patternedapp.expand;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSetSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSetUpdateStrategy;
import io.patternedapp.api.PatternedApp;

/** A Pod on every node. */
final class DaemonSets {

  private DaemonSets() {}

  static DaemonSet of(PatternedApp app, PodTemplateSpec template) {
    var name = app.getMetadata().getName();
    var workload = app.getSpec().workload();
    var settings = workload == null ? null : workload.daemonSet();
    var spec = settings == null ? new DaemonSetSpec() : ModelCopy.of(settings, DaemonSetSpec.class);
    spec.setUpdateStrategy(
        ModelCopy.ofSaid(spec.getUpdateStrategy(), DaemonSetUpdateStrategy.class));
    spec.setSelector(new LabelSelector(null, ChildMeta.selector(app)));
    spec.setTemplate(template);
    var set = new DaemonSetBuilder().withMetadata(ChildMeta.of(app, name)).build();
    set.setSpec(spec);
    return set;
  }
}
