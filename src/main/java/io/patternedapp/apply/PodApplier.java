package io.patternedapp.apply;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Carries out the steps that {@link PodRollout} decides. */
final class PodApplier {

  private final ApplyRun run;
  private final Clock clock;

  PodApplier(ApplyRun run, Clock clock) {
    this.run = run;
    this.clock = clock;
  }

  void roll(List<Pod> wanted, int maxUnavailable) {
    var now = clock.instant();
    var steps = PodRollout.steps(wanted, run.ownPods(), maxUnavailable, now);
    for (int i = 0; i < steps.size(); i++) {
      var pod = wanted.get(i);
      var step = steps.get(i);
      if (step instanceof PodStep.Keep || step instanceof PodStep.Create) {
        run.ensurePod(pod);
      } else if (step instanceof PodStep.Delete delete) {
        run.replacePod(delete.live(), pod, delete.reason());
      } else if (step instanceof PodStep.Restart restart) {
        run.restartPod(restart.live(), restart.wanted(), restart.reason());
      } else if (step instanceof PodStep.Postpone postpone) {
        run.postpone(
            "Pod %s: %s".formatted(pod.getMetadata().getName(), postpone.reason()),
            Duration.between(now, postpone.due()));
      } else if (step instanceof PodStep.Leave leave) {
        run.hold();
        run.recheckIn(Duration.between(now, leave.overdue()));
      } else {
        run.hold();
      }
    }
  }
}
