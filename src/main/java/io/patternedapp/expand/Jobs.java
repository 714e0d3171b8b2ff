package io.patternedapp.expand;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobTemplateSpec;
import io.patternedapp.api.CronJobWorkload;
import io.patternedapp.api.PatternedApp;
import java.util.Objects;

/** Pods that run to their end, once or by a schedule. */
final class Jobs {

  private static final String ON_CHANGE = "onChange";

  private Jobs() {}

  static Job job(PatternedApp app, PodTemplateSpec template) {
    var name = app.getMetadata().getName();
    var job = new JobBuilder().withMetadata(ChildMeta.of(app, name)).build();
    job.setSpec(spec(app, template));
    return job;
  }

  static CronJob cronJob(PatternedApp app, PodTemplateSpec template) {
    CronJobWorkload settings =
        Objects.requireNonNull(Objects.requireNonNull(app.getSpec().workload()).cronJob());
    var spec = ModelCopy.of(settings, CronJobSpec.class);
    spec.setJobTemplate(new JobTemplateSpec(jobMeta(app), spec(app, template)));
    var name = app.getMetadata().getName();
    var job = new CronJobBuilder().withMetadata(ChildMeta.of(app, name)).build();
    job.setSpec(spec);
    return job;
  }

  private static JobSpec spec(PatternedApp app, PodTemplateSpec template) {
    var workload = app.getSpec().workload();
    var settings = workload == null ? null : workload.job();
    var spec = settings == null ? new JobSpec() : ModelCopy.of(settings, JobSpec.class, ON_CHANGE);
    spec.setTemplate(template);
    return spec;
  }

  /** Jobs carry the app's labels, by which they are found. */
  private static ObjectMeta jobMeta(PatternedApp app) {
    var meta = ChildMeta.of(app, app.getMetadata().getName());
    meta.setName(null);
    meta.setNamespace(null);
    return meta;
  }
}
