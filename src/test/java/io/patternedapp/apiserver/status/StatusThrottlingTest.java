package io.patternedapp.apiserver.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.PodBuilder;
import io.patternedapp.apiserver.support.ApiServerExtension;
import io.patternedapp.apiserver.support.AuditLog;
import io.patternedapp.apiserver.support.OperatorFixture;
import io.patternedapp.apiserver.support.SkewedClock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests with the audit log that the operator throttles status writes of an app that keeps failing.
 */
@ExtendWith(ApiServerExtension.class)
@Timeout(180)
class StatusThrottlingTest {

  private static final String WEB =
      """
      apiVersion: patternedapp.io/v1alpha1
      kind: PatternedApp
      metadata: {name: web}
      spec: {main: {image: "nginx:1.27"}}
      """;

  @Test
  void statusOfALastingFailureIsWrittenOncePerMinuteAndRecoveryAtOnce(
      ApiServerExtension.TestControlPlane api) {
    var clock = new SkewedClock();
    try (var fixture = new OperatorFixture(api, clock)) {
      fixture.apply(WEB);
      fixture.awaitCondition("web", "Applied", "True");
      reportCrash(fixture, 1);
      fixture.awaitApp("web", app -> app.getStatus().roles().get(0).restarts() == 1);

      clock.jump(Duration.ofMinutes(6));
      reportCrash(fixture, 2);
      // The status is written at most once per minute, so this write may wait for up to a minute.
      await()
          .atMost(Duration.ofSeconds(80))
          .until(() -> fixture.app("web").getStatus().roles().get(0).restarts() == 2);
      var mark = fixture.mark();
      for (int restarts = 3; restarts < 10; restarts++) {
        reportCrash(fixture, restarts);
      }
      await()
          .during(Duration.ofSeconds(3))
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() -> assertThat(statusWrites(fixture, mark)).isEmpty());

      fixture.reportPodStatus("web", "Running", true);
      fixture.awaitCondition("web", "Ready", "True");
      assertThat(statusWrites(fixture, mark)).hasSize(1);
    }
  }

  private static List<AuditLog.Request> statusWrites(OperatorFixture fixture, int mark) {
    return fixture.writesSince(mark).stream()
        .filter(request -> request.resource().equals("patternedapps/status"))
        .toList();
  }

  /** Reports main as crashed, like the kubelet does between two restarts. */
  private static void reportCrash(OperatorFixture fixture, int restarts) {
    fixture
        .admin()
        .pods()
        .inNamespace(fixture.namespace())
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
