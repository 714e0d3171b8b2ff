package io.patternedapp.apiserver.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.patternedapp.apiserver.support.ApiServerExtension;
import io.patternedapp.apiserver.support.ChangeSequence;
import io.patternedapp.apiserver.support.FaultFreeBaseline;
import io.patternedapp.apiserver.support.ScenarioFixture;
import io.patternedapp.apiserver.support.proxy.FaultInjectionProxy;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests that after a crash at any write the next operator reaches the same result, without an
 * additional creation or deletion.
 */
@ExtendWith(ApiServerExtension.class)
@Tag("survival")
class OperatorCrashTest {

  private static final int APPS = 16;
  private static final Duration TIMEOUT = Duration.ofSeconds(90);

  /**
   * An app whose number exceeds its number of writes, so that the operator does not crash for it.
   */
  private static final String UNAFFECTED_APP = "app-14";

  private static final String APP_WITH_ALL_CHILDREN =
      """
      apiVersion: patternedapp.io/v1alpha1
      kind: PatternedApp
      metadata: {name: %s}
      spec:
        replicas: 2
        workload: {pod: {inPlaceGraceSeconds: 1}}
        main:
          image: "nginx:1.27"
          files:
          - {mountPath: /live, onChange: Live, data: {flag: "off"}}
          - {mountPath: /etc/app, data: {settings: "one"}}
        ambassadors: [{name: gate, image: "haproxy:3.0", ports: [{name: in, containerPort: 8080}]}]
        service: {type: ClusterIP, ports: [{port: 80, targetPort: in}]}
      """;

  private static final String MINIMAL_APP =
      """
      apiVersion: patternedapp.io/v1alpha1
      kind: PatternedApp
      metadata: {name: %s}
      spec: {main: {image: "nginx:1.27"}}
      """;

  @Test
  @Timeout(600)
  void nextOperatorCompletesTheChangeAfterACrashAtAnyWrite(
      ApiServerExtension.TestControlPlane api) {
    var baseline = FaultFreeBaseline.snapshotsByStep(api, APPS);
    try (var scenario = new ScenarioFixture(api, APPS)) {
      for (var step : ChangeSequence.STEPS) {
        int crashes = crashDuring(api, scenario, step, () -> scenario.applyStep(step)).size();
        scenario.fixture().startOperator();
        scenario.awaitSameAs(baseline.get(step), step);
        scenario.assertNoRequests();
        scenario.fixture().stopOperator();
        System.out.printf("crash in step %s: after each of %d writes%n", step, crashes);
      }
    }
  }

  /** Every second app is deleted before the next operator starts. */
  @Test
  @Timeout(600)
  void pruningInterruptedByACrashDeletesEachChildOnlyOnce(ApiServerExtension.TestControlPlane api) {
    try (var scenario = new ScenarioFixture(api, APPS)) {
      var fixture = scenario.fixture();
      fixture.startOperator();
      scenario.apps().forEach(app -> fixture.apply(APP_WITH_ALL_CHILDREN.formatted(app)));
      scenario.awaitConverged();
      assertThat(fixture.childNames(UNAFFECTED_APP)).hasSize(6);
      fixture.stopOperator();
      var crashedApps =
          crashDuring(
              api,
              scenario,
              "prune",
              () -> scenario.apps().forEach(app -> fixture.apply(MINIMAL_APP.formatted(app))));
      assertThat(crashedApps).doesNotContain(UNAFFECTED_APP);
      var deleted = scenario.apps().stream().filter(OperatorCrashTest::isOdd).toList();
      deleted.forEach(app -> fixture.admin().resource(fixture.app(app)).delete());
      var orphanedChildren = deleted.stream().mapToInt(app -> fixture.children(app).size()).sum();
      int mark = fixture.mark();

      fixture.startOperator();
      scenario.apps().stream()
          .filter(app -> !isOdd(app))
          .forEach(app -> await(app).atMost(TIMEOUT).until(() -> scenario.isConverged(app)));
      fixture.awaitNoMoreWrites();

      scenario.apps().stream()
          .filter(app -> !isOdd(app))
          .forEach(
              app -> {
                assertThat(fixture.childNames(app)).containsExactly("Pod/" + app);
                assertThat(withoutAppName(scenario.createDeleteCounts(app), app))
                    .as(app)
                    .isEqualTo(
                        withoutAppName(
                            scenario.createDeleteCounts(UNAFFECTED_APP), UNAFFECTED_APP));
              });
      assertThat(fixture.writesSince(mark))
          .as("children of deleted apps are left to the garbage collector")
          .noneMatch(write -> deleted.stream().anyMatch(write.name()::startsWith));
      scenario.assertNoRequests();
      System.out.printf(
          "crash while pruning: after each of %d writes; %d children of deleted apps left%n",
          crashedApps.size(), orphanedChildren);
    }
  }

  private static boolean isOdd(String app) {
    return Integer.parseInt(app.substring("app-".length())) % 2 == 1;
  }

  private static Map<String, Integer> withoutAppName(Map<String, Integer> counts, String app) {
    return counts.entrySet().stream()
        .collect(
            Collectors.toMap(entry -> entry.getKey().replace(app, "app"), Map.Entry::getValue));
  }

  /**
   * Makes the changes while an operator runs that crashes for the n-th app after n writes; returns
   * the apps that it crashed for.
   */
  private static Set<String> crashDuring(
      ApiServerExtension.TestControlPlane api,
      ScenarioFixture scenario,
      String step,
      Runnable changes) {
    try (var proxy = new FaultInjectionProxy(api.operatorClient().getConfiguration())) {
      scenario.fixture().startOperator(proxy);
      var crashRule = new CrashPointRule();
      proxy.setFaultRule(crashRule::faultFor);
      changes.run();
      await("each app converged or crashed: " + step)
          .atMost(TIMEOUT)
          .until(
              () ->
                  scenario.apps().stream()
                      .allMatch(
                          app ->
                              crashRule.crashedApps().contains(app) || scenario.isConverged(app)));
      assertThat(crashRule.crashedApps())
          .as("crashes in step %s, writes by app %s", step, crashRule.writeAttempts())
          .isNotEmpty()
          .hasSizeLessThan(APPS);
      scenario.fixture().stopOperator();
      return crashRule.crashedApps();
    }
  }
}
