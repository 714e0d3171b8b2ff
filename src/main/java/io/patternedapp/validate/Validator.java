package io.patternedapp.validate;

import io.patternedapp.api.PatternedApp;
import java.util.List;

/** Finds everything that is wrong with an app. */
public final class Validator {

  private static final List<Check> CHECKS =
      List.of(
          new AppName(),
          new WorkloadMembers(),
          new WorkloadSettings(),
          new StatefulSetSettings(),
          new ClaimTemplates(),
          new DaemonSetSettings(),
          new JobSettings(),
          new JobPolicies(),
          new CronJobSettings(),
          new DisruptionBudgets(),
          new ContainerNames(),
          new Images(),
          new ContainerPorts(),
          new PortClashes(),
          new InitLimits(),
          new RestartPolicies(),
          new OrdinaryHelpers(),
          new ContainerEnums(),
          new Probes(),
          new Lifecycles(),
          new ProbePorts(),
          new StartupDeadlocks(),
          new StartAfter(),
          new Ambassadors(),
          new AdapterMetrics(),
          new EnvNames(),
          new EnvSources(),
          new ExportedEnvs(),
          new Resources(),
          new SecurityContexts(),
          new Volumes(),
          new VolumeSources(),
          new VolumeItems(),
          new VolumeMounts(),
          new VolumeDevices(),
          new MountPaths(),
          new FileNames(),
          new FileSizes(),
          new ServiceTargets(),
          new ServicePortNames(),
          new NodePorts(),
          new ServiceFields(),
          new PodNames(),
          new PodLifetimes(),
          new PodDns(),
          new PodSecurity(),
          new Tolerations(),
          new TopologySpread(),
          new NodeAffinities(),
          new PodAffinities(),
          new ReservedKeys(),
          new MetadataSyntax(),
          new AppSize());

  private Validator() {}

  /**
   * All problems, errors and warnings, in a stable order: by check, and within a check by where
   * they are written.
   *
   * @param app an app that passed the schema of the CRD
   */
  public static List<Problem> validate(PatternedApp app) {
    if (app.getSpec() == null || app.getSpec().main() == null) {
      return List.of(
          Problem.error(
              "spec.main", "MainMissing", "the app has no main container: add spec.main"));
    }
    return CHECKS.stream().flatMap(check -> check.check(app)).toList();
  }

  /** Whether any of the problems keeps the app from being applied. */
  public static boolean hasErrors(List<Problem> problems) {
    return problems.stream().anyMatch(Problem::isError);
  }
}
