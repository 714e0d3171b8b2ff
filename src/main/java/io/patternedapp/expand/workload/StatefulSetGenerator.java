package io.patternedapp.expand.workload;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetOrdinals;
import io.fabric8.kubernetes.api.model.apps.StatefulSetPersistentVolumeClaimRetentionPolicy;
import io.fabric8.kubernetes.api.model.apps.StatefulSetSpec;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.expand.metadata.ChildMetadataBuilder;
import io.patternedapp.expand.normalize.KubernetesModelConverter;
import io.patternedapp.model.ResourceNames;

/** Generates a StatefulSet. */
final class StatefulSetGenerator {

  private StatefulSetGenerator() {}

  static StatefulSet generate(PatternedApp app, PodTemplateSpec template) {
    var name = app.getMetadata().getName();
    var workload = app.getSpec().workload();
    var settings = workload == null ? null : workload.statefulSet();
    var spec =
        settings == null
            ? new StatefulSetSpec()
            : KubernetesModelConverter.convert(settings, StatefulSetSpec.class);
    spec.setUpdateStrategy(UpdateStrategyDefaults.forStatefulSet(spec.getUpdateStrategy()));
    spec.setPersistentVolumeClaimRetentionPolicy(
        KubernetesModelConverter.convertNonEmpty(
            spec.getPersistentVolumeClaimRetentionPolicy(),
            StatefulSetPersistentVolumeClaimRetentionPolicy.class));
    spec.setOrdinals(
        KubernetesModelConverter.convertNonEmpty(spec.getOrdinals(), StatefulSetOrdinals.class));
    spec.setReplicas(app.getSpec().replicaCount());
    spec.setServiceName(ResourceNames.headlessService(name));
    spec.setSelector(new LabelSelector(null, ChildMetadataBuilder.selector(app)));
    spec.setTemplate(template);
    var set = new StatefulSetBuilder().withMetadata(ChildMetadataBuilder.build(app, name)).build();
    set.setSpec(spec);
    return set;
  }
}
