package io.patternedapp.apply;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.expand.Expander;
import io.patternedapp.fixtures.LiveObjects;
import io.patternedapp.fixtures.TestApps;
import io.patternedapp.validate.Validator;
import io.patternedapp.validate.problem.Problem;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.info.GraphLayout;

/**
 * Bounds the cost of an app in figures that do not depend on the machine, so that a change that
 * costs half as much again fails without a benchmark. ReconcileTest counts the requests.
 */
class CostTest {

  private static final int WARM_UP = 200;
  private static final int RUNS = 50;

  /** It was 370,000. */
  private static final long MAX_ALLOCATED_BYTES = 550_000;

  /** It was 5,000, where the Deployment alone takes 18,500 whole. */
  private static final long MAX_CHILDREN_BYTES = 7_500;

  /** It was 9,200. */
  private static final long MAX_APP_BYTES = 13_500;

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-24T04:00:00Z"), ZoneOffset.UTC);

  @AutoClose private final FakeApiServer api = new FakeApiServer();
  private final FakeChildCache cache = new FakeChildCache();
  private final Applier applier =
      new Applier(
          cache,
          new ChildRequests(api.client()),
          new KubeletCapabilities(api.client(), CLOCK),
          CLOCK);
  private final PatternedApp app = app();

  @Test
  void reconcileWithoutChangesStaysWithinAllocationBudget() {
    Expander.expand(app)
        .children()
        .forEach(child -> cache.addFromWatch(LiveObjects.asStored(child, app)));
    for (int i = 0; i < WARM_UP; i++) {
      reconcile();
    }

    var before = allocatedBytes();
    for (int i = 0; i < RUNS; i++) {
      reconcile();
    }
    var each = (allocatedBytes() - before) / RUNS;

    assertThat(each)
        .as("bytes for a Deployment of five containers")
        .isLessThan(MAX_ALLOCATED_BYTES);
    assertThat(api.requestLines()).isEmpty();
  }

  @Test
  void cachedAppAndChildrenStayWithinMemoryBudget() {
    Expander.expand(app)
        .children()
        .forEach(child -> cache.addFromWatch(LiveObjects.asStored(child, app)));

    assertThat(GraphLayout.parseInstance(cache.list(app).toArray()).totalSize())
        .as("bytes for ConfigMap, Service and a Deployment of five containers")
        .isLessThan(MAX_CHILDREN_BYTES);
    assertThat(GraphLayout.parseInstance(app).totalSize()).as("bytes").isLessThan(MAX_APP_BYTES);
  }

  private void reconcile() {
    assertThat(Validator.validate(app)).noneMatch(Problem::isError);
    assertThat(applier.apply(app, Expander.expand(app)).firstProblem()).isEmpty();
  }

  private static long allocatedBytes() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  private static PatternedApp app() {
    var app = TestApps.load("/io/patternedapp/bench/app.yaml", PatternedApp.class);
    app.getMetadata().setName("web");
    app.getMetadata().setNamespace("shop");
    app.getMetadata().setUid(TestApps.UID);
    return app;
  }
}
