package io.patternedapp.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Somebody else writes an app and its children fifty times a second while the app changes. */
@ExtendWith(ApiServer.class)
@Tag("survival")
class StormTest {

  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
  private static final long PERIOD_MILLIS = 20;
  private static final int WRITES = 300;

  @Test
  @Timeout(180)
  void ofWritesByOthersCostsFewOfOurs(ApiServer.Shared api) throws Exception {
    var storm = Executors.newSingleThreadScheduledExecutor();
    try (var stage = new Stage(api, 1)) {
      stage.lab().startOperator();
      stage.play("create");
      stage.untilSettled();
      var faultless = Faultless.run(api, 2).get("environment").get("app-00").children();
      var targets = stage.lab().children("app-00");
      targets.add(stage.lab().app("app-00"));
      int mark = stage.lab().mark();
      var written = new AtomicInteger();
      var over = new CountDownLatch(WRITES);
      storm.scheduleAtFixedRate(
          () -> {
            int n = written.getAndIncrement();
            try {
              annotate(stage.lab(), targets.get(n % targets.size()), n);
            } finally {
              over.countDown();
            }
          },
          0,
          PERIOD_MILLIS,
          TimeUnit.MILLISECONDS);
      stage.play("image");
      stage.play("environment");
      assertThat(over.await(60, TimeUnit.SECONDS)).isTrue();
      storm.shutdownNow();

      stage.untilSettled();
      var ours = stage.lab().writesSince(mark);
      System.out.printf(
          "storm: %d writes by another, %d by the operator, %d of them refused%n",
          written.get(), ours.size(), ours.stream().filter(r -> r.code() == 409).count());
      assertThat(ours).hasSizeLessThan(WRITES / 4);
      assertThat(stage.ends().get("app-00").children()).isEqualTo(faultless);
      stage.isStill();
    }
  }

  /** What has gone meanwhile cannot be written any more. */
  private static void annotate(Lab lab, HasMetadata target, int n) {
    try {
      lab.admin()
          .resource(target)
          .patch(
              MERGE, "{\"metadata\":{\"annotations\":{\"other.example/n\":\"%d\"}}}".formatted(n));
    } catch (KubernetesClientException e) {
      assertThat(e.getCode()).isEqualTo(HttpURLConnection.HTTP_NOT_FOUND);
    }
  }
}
