package io.patternedapp.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** An app that fails for good costs little, by the API server's audit log. */
@ExtendWith(ApiServer.class)
@Timeout(180)
class LastingFailureTest {

  private static final String WEB =
      """
      apiVersion: patternedapp.io/v1alpha1
      kind: PatternedApp
      metadata: {name: web}
      spec: {main: {image: "nginx:1.27"}}
      """;

  @Test
  void afterFiveMinutesItsStatusIsWrittenOnceAMinuteAndItsRecoveryAtOnce(ApiServer.Shared api) {
    var clock = new WrongClock();
    try (var lab = new Lab(api, clock)) {
      lab.apply(WEB);
      lab.untilCondition("web", "Applied", "True");
      crash(lab, 1);
      lab.until("web", app -> app.getStatus().roles().get(0).restarts() == 1);

      clock.jump(Duration.ofMinutes(6));
      crash(lab, 2);
      // Where something else was written first, this comes a minute after it.
      await()
          .atMost(Duration.ofSeconds(80))
          .until(() -> lab.app("web").getStatus().roles().get(0).restarts() == 2);
      var mark = lab.mark();
      for (int restarts = 3; restarts < 10; restarts++) {
        crash(lab, restarts);
      }
      await()
          .during(Duration.ofSeconds(3))
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() -> assertThat(statusWrites(lab, mark)).isEmpty());

      lab.report("web", "Running", true);
      lab.untilCondition("web", "Ready", "True");
      assertThat(statusWrites(lab, mark)).hasSize(1);
    }
  }

  private static List<AuditLog.Request> statusWrites(Lab lab, int mark) {
    return lab.writesSince(mark).stream()
        .filter(request -> request.resource().equals("patternedapps/status"))
        .toList();
  }

  /** What a kubelet reports of main between two of its crashes. */
  private static void crash(Lab lab, int restarts) {
    lab.admin()
        .pods()
        .inNamespace(lab.namespace())
        .withName("web")
        .editStatus(
            live ->
                new PodBuilder(live)
                    .withNewStatus()
                    .withPhase("Running")
                    .addNewContainerStatus()
                    .withName("main")
                    .withImage("nginx:1.27")
                    .withImageID("nginx")
                    .withReady(false)
                    .withRestartCount(restarts)
                    .withNewState()
                    .withNewWaiting()
                    .withReason("CrashLoopBackOff")
                    .endWaiting()
                    .endState()
                    .withNewLastState()
                    .withNewTerminated()
                    .withExitCode(1)
                    .endTerminated()
                    .endLastState()
                    .endContainerStatus()
                    .endStatus()
                    .build());
  }
}
