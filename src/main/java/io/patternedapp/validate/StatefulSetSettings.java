package io.patternedapp.validate;

import io.fabric8.kubernetes.api.model.apps.StatefulSetUpdateStrategy;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.StatefulSetWorkload;
import io.patternedapp.api.WorkloadKind;
import io.patternedapp.expand.Names;
import java.util.Set;
import java.util.stream.Stream;

/** Settings of kind StatefulSet. */
final class StatefulSetSettings implements Check {

  private static final String PATH = "spec.workload.statefulSet";
  private static final Set<String> STRATEGIES = Set.of("RollingUpdate", "OnDelete");
  private static final Set<String> RETENTIONS = Set.of("Retain", "Delete");

  @Override
  public Stream<Problem> check(PatternedApp app) {
    var problems = new Problems();
    if (app.getSpec().kind() == WorkloadKind.StatefulSet) {
      checkServiceName(app, problems);
    }
    var workload = app.getSpec().workload();
    if (workload != null && workload.statefulSet() != null) {
      check(workload.statefulSet(), problems);
    }
    return problems.stream();
  }

  private static void checkServiceName(PatternedApp app, Problems problems) {
    var service = app.getSpec().service();
    var headless = Names.headless(String.valueOf(app.getMetadata().getName()));
    problems.errorIf(
        service != null && headless.equals(service.name()),
        "spec.service.name",
        "ServiceNameTaken",
        "\"%s\" is the headless Service of the StatefulSet: choose another name",
        headless);
  }

  private static void check(StatefulSetWorkload settings, Problems problems) {
    if (settings.updateStrategy() != null) {
      checkStrategy(settings.updateStrategy(), PATH + ".updateStrategy", problems);
    }
    var retention = settings.persistentVolumeClaimRetentionPolicy();
    if (retention != null) {
      var path = PATH + ".persistentVolumeClaimRetentionPolicy";
      Enums.check(retention.getWhenDeleted(), RETENTIONS, path + ".whenDeleted", problems);
      Enums.check(retention.getWhenScaled(), RETENTIONS, path + ".whenScaled", problems);
    }
    var start = settings.ordinals() == null ? null : settings.ordinals().getStart();
    problems.errorIf(
        start != null && start < 0,
        PATH + ".ordinals.start",
        WorkloadMembers.INVALID,
        "%d is negative: use 0 or more",
        start);
  }

  private static void checkStrategy(
      StatefulSetUpdateStrategy strategy, String path, Problems problems) {
    var rolling = strategy.getRollingUpdate();
    WorkloadMembers.checkRolling(strategy.getType(), STRATEGIES, rolling, path, problems);
    if (rolling == null) {
      return;
    }
    problems.errorIf(
        rolling.getPartition() != null && rolling.getPartition() < 0,
        path + ".rollingUpdate.partition",
        WorkloadMembers.INVALID,
        "%d is negative: use 0 or more",
        rolling.getPartition());
    var maxUnavailable = rolling.getMaxUnavailable();
    Counts.check(maxUnavailable, path + ".rollingUpdate.maxUnavailable", problems);
    problems.errorIf(
        Counts.isZero(maxUnavailable),
        path + ".rollingUpdate.maxUnavailable",
        WorkloadMembers.INVALID,
        "with 0 no Pod could ever be replaced: use 1 or more");
  }
}
