package io.patternedapp.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * An operator that ends after any of its writes leaves nothing that the next one does not bring to
 * the same end, with no object made or deleted once more than without the crash.
 */
@ExtendWith(ApiServer.class)
@Tag("survival")
class CrashTest {

  private static final int APPS = 16;
  private static final Duration TIMEOUT = Duration.ofSeconds(90);

  /** An app with fewer writes than its number. */
  private static final String UNHURT = "app-14";

  private static final String FULL =
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

  private static final String BARE =
      """
      apiVersion: patternedapp.io/v1alpha1
      kind: PatternedApp
      metadata: {name: %s}
      spec: {main: {image: "nginx:1.27"}}
      """;

  @Test
  @Timeout(600)
  void afterAnyWriteIsMadeGoodByTheNextOperator(ApiServer.Shared api) {
    var faultless = Faultless.run(api, APPS);
    try (var stage = new Stage(api, APPS)) {
      for (var chapter : Story.CHAPTERS) {
        int crashes = crash(api, stage, chapter, () -> stage.play(chapter)).size();
        stage.lab().startOperator();
        stage.untilSameAs(faultless.get(chapter), chapter);
        stage.isStill();
        stage.lab().stopOperator();
        System.out.printf("crash in %s: after each of %d writes%n", chapter, crashes);
      }
    }
  }

  /** Of the apps that are cut down every other one is deleted before the next operator starts. */
  @Test
  @Timeout(600)
  void whatIsNoLongerWantedGoesOnce(ApiServer.Shared api) {
    try (var stage = new Stage(api, APPS)) {
      var lab = stage.lab();
      lab.startOperator();
      stage.apps().forEach(app -> lab.apply(FULL.formatted(app)));
      stage.untilSettled();
      assertThat(lab.childNames(UNHURT)).hasSize(6);
      lab.stopOperator();
      var dead =
          crash(
              api,
              stage,
              "prune",
              () -> stage.apps().forEach(app -> lab.apply(BARE.formatted(app))));
      assertThat(dead).doesNotContain(UNHURT);
      var deleted = stage.apps().stream().filter(CrashTest::isOdd).toList();
      deleted.forEach(app -> lab.admin().resource(lab.app(app)).delete());
      var left = deleted.stream().mapToInt(app -> lab.children(app).size()).sum();
      int mark = lab.mark();

      lab.startOperator();
      stage.apps().stream()
          .filter(app -> !isOdd(app))
          .forEach(app -> await(app).atMost(TIMEOUT).until(() -> stage.isSettled(app)));
      lab.untilQuiet();

      stage.apps().stream()
          .filter(app -> !isOdd(app))
          .forEach(
              app -> {
                assertThat(lab.childNames(app)).containsExactly("Pod/" + app);
                assertThat(unnamed(stage.made(app), app))
                    .as(app)
                    .isEqualTo(unnamed(stage.made(UNHURT), UNHURT));
              });
      assertThat(lab.writesSince(mark))
          .as("what deleted apps leave is the garbage collector's")
          .noneMatch(write -> deleted.stream().anyMatch(write.name()::startsWith));
      stage.isStill();
      System.out.printf(
          "crash in prune: after each of %d writes; %d children of deleted apps left%n",
          dead.size(), left);
    }
  }

  private static boolean isOdd(String app) {
    return Integer.parseInt(app.substring("app-".length())) % 2 == 1;
  }

  private static Map<String, Integer> unnamed(Map<String, Integer> made, String app) {
    return made.entrySet().stream()
        .collect(
            Collectors.toMap(entry -> entry.getKey().replace(app, "app"), Map.Entry::getValue));
  }

  /** Lets an operator hear of changes that is dead for the n-th app after n writes. */
  private static Set<String> crash(
      ApiServer.Shared api, Stage stage, String chapter, Runnable changes) {
    try (var proxy = new FaultProxy(api.operatorClient().getConfiguration())) {
      stage.lab().startOperator(proxy);
      var end = new EndAfterWrites();
      proxy.rule(end::fault);
      changes.run();
      await("each app is done, or its operator dead: " + chapter)
          .atMost(TIMEOUT)
          .until(
              () ->
                  stage.apps().stream()
                      .allMatch(app -> end.dead().contains(app) || stage.isSettled(app)));
      assertThat(end.dead())
          .as("crashes in %s, of writes %s", chapter, end.writes())
          .isNotEmpty()
          .hasSizeLessThan(APPS);
      stage.lab().stopOperator();
      return end.dead();
    }
  }
}
