package io.patternedapp.apiserver.support;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The result of a {@link ChangeSequence} without faults, as the expected result of runs with
 * faults.
 */
public final class FaultFreeBaseline {

  private static Map<String, Map<String, ScenarioFixture.Snapshot>> snapshotsByStep;

  private FaultFreeBaseline() {}

  /** Returns the snapshots after each step by app; computed once. */
  public static synchronized Map<String, Map<String, ScenarioFixture.Snapshot>> snapshotsByStep(
      ApiServerExtension.TestControlPlane api, int apps) {
    if (snapshotsByStep == null || snapshotsByStep.get("create").size() < apps) {
      var snapshots = new LinkedHashMap<String, Map<String, ScenarioFixture.Snapshot>>();
      try (var scenario = new ScenarioFixture(api, apps)) {
        scenario.fixture().startOperator();
        for (var step : ChangeSequence.STEPS) {
          scenario.applyStep(step);
          scenario.awaitConverged();
          snapshots.put(step, scenario.snapshots());
        }
      }
      snapshotsByStep = snapshots;
    }
    return snapshotsByStep;
  }
}
