package io.patternedapp.expand.workload;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSetSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSetUpdateStrategy;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.expand.metadata.ChildMetadataBuilder;
import io.patternedapp.expand.normalize.KubernetesModelConverter;

/** Generates a DaemonSet. */
final class DaemonSetGenerator {

  private DaemonSetGenerator() {}

  static DaemonSet generate(PatternedApp app, PodTemplateSpec template) {
    var name = app.getMetadata().getName();
    var workload = app.getSpec().workload();
    var settings = workload == null ? null : workload.daemonSet();
    var spec =
        settings == null
            ? new DaemonSetSpec()
            : KubernetesModelConverter.convert(settings, DaemonSetSpec.class);
    spec.setUpdateStrategy(
        KubernetesModelConverter.convertNonEmpty(
            spec.getUpdateStrategy(), DaemonSetUpdateStrategy.class));
    spec.setSelector(new LabelSelector(null, ChildMetadataBuilder.selector(app)));
    spec.setTemplate(template);
    var set = new DaemonSetBuilder().withMetadata(ChildMetadataBuilder.build(app, name)).build();
    set.setSpec(spec);
    return set;
  }
}
