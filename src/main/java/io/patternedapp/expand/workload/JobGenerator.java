package io.patternedapp.expand.workload;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobTemplateSpec;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.workload.CronJobWorkload;
import io.patternedapp.expand.metadata.ChildMetadataBuilder;
import io.patternedapp.expand.normalize.KubernetesModelConverter;
import java.util.Objects;

/** Generates Jobs and CronJobs. */
final class JobGenerator {

  private static final String ON_CHANGE = "onChange";

  private JobGenerator() {}

  static Job generateJob(PatternedApp app, PodTemplateSpec template) {
    var name = app.getMetadata().getName();
    var job = new JobBuilder().withMetadata(ChildMetadataBuilder.build(app, name)).build();
    job.setSpec(jobSpec(app, template));
    return job;
  }

  static CronJob generateCronJob(PatternedApp app, PodTemplateSpec template) {
    CronJobWorkload settings =
        Objects.requireNonNull(Objects.requireNonNull(app.getSpec().workload()).cronJob());
    var spec = KubernetesModelConverter.convert(settings, CronJobSpec.class);
    spec.setJobTemplate(new JobTemplateSpec(jobTemplateMetadata(app), jobSpec(app, template)));
    var name = app.getMetadata().getName();
    var job = new CronJobBuilder().withMetadata(ChildMetadataBuilder.build(app, name)).build();
    job.setSpec(spec);
    return job;
  }

  private static JobSpec jobSpec(PatternedApp app, PodTemplateSpec template) {
    var workload = app.getSpec().workload();
    var settings = workload == null ? null : workload.job();
    var spec =
        settings == null
            ? new JobSpec()
            : KubernetesModelConverter.convert(settings, JobSpec.class, ON_CHANGE);
    spec.setTemplate(template);
    return spec;
  }

  /** Returns metadata with the labels of the app, which informers select Jobs by. */
  private static ObjectMeta jobTemplateMetadata(PatternedApp app) {
    var meta = ChildMetadataBuilder.build(app, app.getMetadata().getName());
    meta.setName(null);
    meta.setNamespace(null);
    return meta;
  }
}
