package io.patternedapp.apiserver.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.patternedapp.apiserver.support.ApiServerExtension;
import io.patternedapp.apiserver.support.FaultFreeBaseline;
import io.patternedapp.apiserver.support.OperatorFixture;
import io.patternedapp.apiserver.support.ScenarioFixture;
import java.net.HttpURLConnection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests that an app converges, with few operator writes, while another client writes it and its
 * children fifty times per second.
 */
@ExtendWith(ApiServerExtension.class)
@Tag("survival")
class ConcurrentWriterTest {

  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
  private static final long PERIOD_MILLIS = 20;
  private static final int WRITES = 300;

  @Test
  @Timeout(180)
  void fiftyForeignWritesPerSecondCauseFewOperatorWrites(ApiServerExtension.TestControlPlane api)
      throws Exception {
    var writer = Executors.newSingleThreadScheduledExecutor();
    try (var scenario = new ScenarioFixture(api, 1)) {
      scenario.fixture().startOperator();
      scenario.applyStep("create");
      scenario.awaitConverged();
      var baseline =
          FaultFreeBaseline.snapshotsByStep(api, 2).get("environment").get("app-00").children();
      var targets = scenario.fixture().children("app-00");
      targets.add(scenario.fixture().app("app-00"));
      int mark = scenario.fixture().mark();
      var written = new AtomicInteger();
      var done = new CountDownLatch(WRITES);
      writer.scheduleAtFixedRate(
          () -> {
            int n = written.getAndIncrement();
            try {
              annotate(scenario.fixture(), targets.get(n % targets.size()), n);
            } finally {
              done.countDown();
            }
          },
          0,
          PERIOD_MILLIS,
          TimeUnit.MILLISECONDS);
      scenario.applyStep("image");
      scenario.applyStep("environment");
      assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
      writer.shutdownNow();

      scenario.awaitConverged();
      var operatorWrites = scenario.fixture().writesSince(mark);
      System.out.printf(
          "concurrent writer: %d writes by another client, %d by the operator, %d conflicts%n",
          written.get(),
          operatorWrites.size(),
          operatorWrites.stream().filter(r -> r.code() == 409).count());
      assertThat(operatorWrites).hasSizeLessThan(WRITES / 4);
      assertThat(scenario.snapshots().get("app-00").children()).isEqualTo(baseline);
      scenario.assertNoRequests();
    }
  }

  /** Annotates the object; ignores 404, because the operator may have deleted the object. */
  private static void annotate(OperatorFixture fixture, HasMetadata target, int n) {
    try {
      fixture
          .admin()
          .resource(target)
          .patch(
              MERGE, "{\"metadata\":{\"annotations\":{\"other.example/n\":\"%d\"}}}".formatted(n));
    } catch (KubernetesClientException e) {
      assertThat(e.getCode()).isEqualTo(HttpURLConnection.HTTP_NOT_FOUND);
    }
  }
}
