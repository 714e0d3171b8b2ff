package io.patternedapp.expand;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetOrdinals;
import io.fabric8.kubernetes.api.model.apps.StatefulSetPersistentVolumeClaimRetentionPolicy;
import io.fabric8.kubernetes.api.model.apps.StatefulSetSpec;
import io.patternedapp.api.PatternedApp;

/** Pods with stable names, each with claims of its own. */
final class StatefulSets {

  private StatefulSets() {}

  static StatefulSet of(PatternedApp app, PodTemplateSpec template) {
    var name = app.getMetadata().getName();
    var workload = app.getSpec().workload();
    var settings = workload == null ? null : workload.statefulSet();
    var spec =
        settings == null ? new StatefulSetSpec() : ModelCopy.of(settings, StatefulSetSpec.class);
    spec.setUpdateStrategy(UpdateStrategies.statefulSet(spec.getUpdateStrategy()));
    spec.setPersistentVolumeClaimRetentionPolicy(
        ModelCopy.ofSaid(
            spec.getPersistentVolumeClaimRetentionPolicy(),
            StatefulSetPersistentVolumeClaimRetentionPolicy.class));
    spec.setOrdinals(ModelCopy.ofSaid(spec.getOrdinals(), StatefulSetOrdinals.class));
    spec.setReplicas(app.getSpec().replicaCount());
    spec.setServiceName(Names.headless(name));
    spec.setSelector(new LabelSelector(null, ChildMeta.selector(app)));
    spec.setTemplate(template);
    var set = new StatefulSetBuilder().withMetadata(ChildMeta.of(app, name)).build();
    set.setSpec(spec);
    return set;
  }
}
