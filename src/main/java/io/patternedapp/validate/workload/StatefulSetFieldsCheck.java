package io.patternedapp.validate.workload;

import io.fabric8.kubernetes.api.model.apps.StatefulSetUpdateStrategy;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.workload.StatefulSetWorkload;
import io.patternedapp.api.workload.WorkloadKind;
import io.patternedapp.model.ResourceNames;
import io.patternedapp.validate.check.Check;
import io.patternedapp.validate.format.EnumValueRules;
import io.patternedapp.validate.problem.Problem;
import io.patternedapp.validate.problem.Problems;
import java.util.Set;
import java.util.stream.Stream;

/** Checks the settings of kind StatefulSet. */
public final class StatefulSetFieldsCheck implements Check {

  private static final String PATH = "spec.workload.statefulSet";
  private static final Set<String> UPDATE_STRATEGY_TYPES = Set.of("RollingUpdate", "OnDelete");
  private static final Set<String> CLAIM_RETENTION_POLICIES = Set.of("Retain", "Delete");

  @Override
  public Stream<Problem> check(PatternedApp app) {
    var problems = new Problems();
    if (app.getSpec().workloadKind() == WorkloadKind.StatefulSet) {
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
    var headless = ResourceNames.headlessService(String.valueOf(app.getMetadata().getName()));
    problems.errorIf(
        service != null && headless.equals(service.name()),
        "spec.service.name",
        "ServiceNameTaken",
        "Duplicate value \"%s\": the headless Service of the StatefulSet has the same name;"
            + " choose another name",
        headless);
  }

  private static void check(StatefulSetWorkload settings, Problems problems) {
    if (settings.updateStrategy() != null) {
      checkStrategy(settings.updateStrategy(), PATH + ".updateStrategy", problems);
    }
    var retention = settings.persistentVolumeClaimRetentionPolicy();
    if (retention != null) {
      var path = PATH + ".persistentVolumeClaimRetentionPolicy";
      EnumValueRules.check(
          retention.getWhenDeleted(), CLAIM_RETENTION_POLICIES, path + ".whenDeleted", problems);
      EnumValueRules.check(
          retention.getWhenScaled(), CLAIM_RETENTION_POLICIES, path + ".whenScaled", problems);
    }
    var start = settings.ordinals() == null ? null : settings.ordinals().getStart();
    problems.errorIf(
        start != null && start < 0,
        PATH + ".ordinals.start",
        WorkloadKindFieldsCheck.FIELD_INVALID,
        "Invalid value %d: must be greater than or equal to 0",
        start);
  }

  private static void checkStrategy(
      StatefulSetUpdateStrategy strategy, String path, Problems problems) {
    var rolling = strategy.getRollingUpdate();
    WorkloadKindFieldsCheck.checkRollingUpdate(
        strategy.getType(), UPDATE_STRATEGY_TYPES, rolling, path, problems);
    if (rolling == null) {
      return;
    }
    problems.errorIf(
        rolling.getPartition() != null && rolling.getPartition() < 0,
        path + ".rollingUpdate.partition",
        WorkloadKindFieldsCheck.FIELD_INVALID,
        "Invalid value %d: must be greater than or equal to 0",
        rolling.getPartition());
    var maxUnavailable = rolling.getMaxUnavailable();
    IntOrPercent.check(maxUnavailable, path + ".rollingUpdate.maxUnavailable", problems);
    problems.errorIf(
        IntOrPercent.isZero(maxUnavailable),
        path + ".rollingUpdate.maxUnavailable",
        WorkloadKindFieldsCheck.FIELD_INVALID,
        "Invalid value: must not be 0, because no Pod could be replaced; set 1 or more");
  }
}
