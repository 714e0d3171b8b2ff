package io.patternedapp.apiserver.support;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a {@link ChangeSequence} comes to where nothing goes wrong: the measure for all that does.
 */
public final class FaultFreeBaseline {

  private static Map<String, Map<String, ScenarioFixture.Snapshot>> snapshotsByStep;

  private FaultFreeBaseline() {}

  /** What there is after each chapter, by app; played once. */
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
