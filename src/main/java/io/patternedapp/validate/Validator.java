package io.patternedapp.validate;

import io.patternedapp.api.PatternedApp;
import io.patternedapp.validate.check.Check;
import io.patternedapp.validate.container.ContainerEnumFieldsCheck;
import io.patternedapp.validate.container.ContainerNamesCheck;
import io.patternedapp.validate.container.ContainerRestartPolicyCheck;
import io.patternedapp.validate.container.ContainerSecurityContextCheck;
import io.patternedapp.validate.container.EnvNamesCheck;
import io.patternedapp.validate.container.EnvSourcesCheck;
import io.patternedapp.validate.container.ExportEnvCheck;
import io.patternedapp.validate.container.ImagesCheck;
import io.patternedapp.validate.container.InitContainerFieldsCheck;
import io.patternedapp.validate.container.LifecycleHooksCheck;
import io.patternedapp.validate.container.ProbePortsCheck;
import io.patternedapp.validate.container.ProbesCheck;
import io.patternedapp.validate.container.ResourcesCheck;
import io.patternedapp.validate.container.StartAfterCheck;
import io.patternedapp.validate.container.StartupDeadlockCheck;
import io.patternedapp.validate.metadata.AppNameCheck;
import io.patternedapp.validate.metadata.AppSizeCheck;
import io.patternedapp.validate.metadata.LabelsAndAnnotationsCheck;
import io.patternedapp.validate.metadata.ReservedKeysCheck;
import io.patternedapp.validate.network.AdapterMetricsCheck;
import io.patternedapp.validate.network.AmbassadorDirectionCheck;
import io.patternedapp.validate.network.ContainerPortsCheck;
import io.patternedapp.validate.network.NodePortsCheck;
import io.patternedapp.validate.network.PortConflictsCheck;
import io.patternedapp.validate.network.ServiceFieldsCheck;
import io.patternedapp.validate.network.ServicePortsCheck;
import io.patternedapp.validate.network.ServiceTargetPortsCheck;
import io.patternedapp.validate.pod.NodeAffinityCheck;
import io.patternedapp.validate.pod.PodAffinityCheck;
import io.patternedapp.validate.pod.PodDnsCheck;
import io.patternedapp.validate.pod.PodNameFieldsCheck;
import io.patternedapp.validate.pod.PodSecurityContextCheck;
import io.patternedapp.validate.pod.RestartPolicyAndDeadlineCheck;
import io.patternedapp.validate.pod.TolerationsCheck;
import io.patternedapp.validate.pod.TopologySpreadConstraintsCheck;
import io.patternedapp.validate.problem.Problem;
import io.patternedapp.validate.volume.FileNamesCheck;
import io.patternedapp.validate.volume.FileSizesCheck;
import io.patternedapp.validate.volume.MountPathsCheck;
import io.patternedapp.validate.volume.VolumeDeclarationsCheck;
import io.patternedapp.validate.volume.VolumeDevicesCheck;
import io.patternedapp.validate.volume.VolumeItemsCheck;
import io.patternedapp.validate.volume.VolumeMountsCheck;
import io.patternedapp.validate.volume.VolumeSourceFieldsCheck;
import io.patternedapp.validate.workload.CronJobScheduleCheck;
import io.patternedapp.validate.workload.DaemonSetUpdateStrategyCheck;
import io.patternedapp.validate.workload.DisruptionBudgetCheck;
import io.patternedapp.validate.workload.JobFieldsCheck;
import io.patternedapp.validate.workload.JobHelperModeCheck;
import io.patternedapp.validate.workload.JobPoliciesCheck;
import io.patternedapp.validate.workload.PodAndDeploymentSettingsCheck;
import io.patternedapp.validate.workload.StatefulSetFieldsCheck;
import io.patternedapp.validate.workload.VolumeClaimTemplatesCheck;
import io.patternedapp.validate.workload.WorkloadKindFieldsCheck;
import java.util.List;

/** Validates an app: runs every check and collects the problems. */
public final class Validator {

  private static final List<Check> CHECKS =
      List.of(
          new AppNameCheck(),
          new WorkloadKindFieldsCheck(),
          new PodAndDeploymentSettingsCheck(),
          new StatefulSetFieldsCheck(),
          new VolumeClaimTemplatesCheck(),
          new DaemonSetUpdateStrategyCheck(),
          new JobFieldsCheck(),
          new JobPoliciesCheck(),
          new CronJobScheduleCheck(),
          new DisruptionBudgetCheck(),
          new ContainerNamesCheck(),
          new ImagesCheck(),
          new ContainerPortsCheck(),
          new PortConflictsCheck(),
          new InitContainerFieldsCheck(),
          new ContainerRestartPolicyCheck(),
          new JobHelperModeCheck(),
          new ContainerEnumFieldsCheck(),
          new ProbesCheck(),
          new LifecycleHooksCheck(),
          new ProbePortsCheck(),
          new StartupDeadlockCheck(),
          new StartAfterCheck(),
          new AmbassadorDirectionCheck(),
          new AdapterMetricsCheck(),
          new EnvNamesCheck(),
          new EnvSourcesCheck(),
          new ExportEnvCheck(),
          new ResourcesCheck(),
          new ContainerSecurityContextCheck(),
          new VolumeDeclarationsCheck(),
          new VolumeSourceFieldsCheck(),
          new VolumeItemsCheck(),
          new VolumeMountsCheck(),
          new VolumeDevicesCheck(),
          new MountPathsCheck(),
          new FileNamesCheck(),
          new FileSizesCheck(),
          new ServiceTargetPortsCheck(),
          new ServicePortsCheck(),
          new NodePortsCheck(),
          new ServiceFieldsCheck(),
          new PodNameFieldsCheck(),
          new RestartPolicyAndDeadlineCheck(),
          new PodDnsCheck(),
          new PodSecurityContextCheck(),
          new TolerationsCheck(),
          new TopologySpreadConstraintsCheck(),
          new NodeAffinityCheck(),
          new PodAffinityCheck(),
          new ReservedKeysCheck(),
          new LabelsAndAnnotationsCheck(),
          new AppSizeCheck());

  private Validator() {}

  /**
   * Returns all problems of an app, errors and warnings, in a stable order: by check, and within a
   * check in the order of the fields in the spec.
   *
   * @param app an app that conforms to the schema of the CRD
   */
  public static List<Problem> validate(PatternedApp app) {
    if (app.getSpec() == null || app.getSpec().main() == null) {
      return List.of(
          Problem.error(
              "spec.main", "MainMissing", "Required value: add the app's main container"));
    }
    return CHECKS.stream().flatMap(check -> check.check(app)).toList();
  }
}
