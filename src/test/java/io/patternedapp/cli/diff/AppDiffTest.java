package io.patternedapp.cli.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.api.PatternedApp;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AppDiffTest {

  private static final String WEB =
      """
      replicas: 3, main: {image: 'nginx:1', env: [{name: A, value: secret-a}], ports: [{containerPort: 80}],
        files: [{mountPath: /live, onChange: Live, data: {flag: secret-off}}, {mountPath: /etc/app, data: {f: secret-one}}]},
      sidecars: [{name: logs, image: 'busybox:1'}], service: {ports: [{port: 80}]}
      """;

  @Test
  void diffOfIdenticalAppsShowsNoChange() {
    assertThat(diffText(WEB, WEB)).isEqualTo("shop/web: unchanged\n");
  }

  @Test
  void diffWithoutAPreviousAppShowsItsChildrenAsCreated() {
    assertThat(
            DiffFormatter.format(AppDiff.compare(null, List.of(), app("main: {image: 'nginx:1'}"))))
        .isEqualTo("shop/web: new\n  + Pod/web\n");
  }

  @Test
  void diffOfASidecarImageRestartsOnlyTheSidecar() {
    assertThat(diffText(WEB, WEB.replace("busybox:1", "busybox:2")))
        .isEqualTo(
            """
            shop/web: changed
              ~ Pod/web, web-1, web-2  update image of sidecar "logs" in place on 3 Pods, main keeps running (spec.sidecars[0].image changed)
              disruption: restarts container logs in 3 Pods
            """);
  }

  @Test
  void diffOfEnvReplacesPodsAndDoesNotShowTheValue() {
    assertThat(diffText(WEB, WEB.replace("secret-a", "secret-b")))
        .isEqualTo(
            """
            shop/web: changed
              ~ Pod/web, web-1, web-2  replace 3 Pods (spec.main.env changed)
              disruption: replaces 3 Pods
            """);
  }

  @Test
  void diffOfLiveFilesRestartsNothing() {
    assertThat(diffText(WEB, WEB.replace("secret-off", "secret-on")))
        .isEqualTo(
            """
            shop/web: changed
              ~ ConfigMap/web  updated in the running containers without a restart
              disruption: none
            """);
  }

  @Test
  void diffOfRestartFilesReplacesPods() {
    assertThat(diffText(WEB, WEB.replace("secret-one", "secret-two")))
        .contains("  + ConfigMap/web-", "  - ConfigMap/web-", "(files changed)")
        .contains("disruption: replaces 3 Pods")
        .doesNotContain("secret-");
  }

  @Test
  void diffOfAServiceRestartsNothing() {
    assertThat(diffText(WEB, WEB.replace("{port: 80}", "{port: 81}")))
        .contains("~ Service/web  updated in place", "disruption: none");
    assertThat(diffText(WEB, WEB.replace(", service: {ports: [{port: 80}]}", "")))
        .contains("- Service/web", "disruption: none");
  }

  @ParameterizedTest
  @CsvSource({"5, + Pod/web-4", "2, - Pod/web-2"})
  void diffOfReplicasAddsOrRemovesPods(int replicas, String line) {
    assertThat(diffText(WEB, WEB.replace("replicas: 3", "replicas: " + replicas))).contains(line);
  }

  @ParameterizedTest
  @CsvSource({"Deployment", "StatefulSet", "DaemonSet"})
  void diffOfAControllerImageReplacesAllItsPods(String kind) {
    var app = "workload: {kind: %s}, ".formatted(kind) + WEB.replace("replicas: 3, ", "");

    assertThat(diffText(app, app.replace("nginx:1", "nginx:2")))
        .contains("~ %s/web  rolls out new Pods (spec.main.image changed)".formatted(kind))
        .contains("disruption: replaces all Pods of %s/web".formatted(kind));
  }

  @Test
  void diffOfAJobImageReplacesTheJobOnlyWithOnChangeReplace() {
    var keep = "workload: {kind: Job}, main: {image: 'app:1'}";
    var replace = "workload: {kind: Job, job: {onChange: Replace}}, main: {image: 'app:1'}";

    assertThat(diffText(keep, keep.replace("app:1", "app:2")))
        .contains(
            "not updated, because the Pod template of a Job is immutable", "disruption: none");
    assertThat(diffText(replace, replace.replace("app:1", "app:2")))
        .contains("deleted and recreated (spec.main.image changed)")
        .contains("disruption: replaces all Pods of Job/web");
  }

  @Test
  void diffOfACronJobTakesEffectWithItsNextRun() {
    var app = "workload: {kind: CronJob, cronJob: {schedule: '@daily'}}, main: {image: 'app:1'}";

    assertThat(diffText(app, app.replace("app:1", "app:2")))
        .contains(
            "takes effect with the next scheduled run (spec.main.image changed)",
            "disruption: none");
  }

  @Test
  void diffOfTheWorkloadKindReplacesAllPods() {
    assertThat(diffText(WEB, "workload: {kind: Deployment}, " + WEB))
        .contains(
            "+ Deployment/web",
            "- Pod/web",
            "disruption: replaces all Pods of the previous workload (Pod)");
  }

  private static String diffText(String before, String after) {
    return DiffFormatter.format(AppDiff.compare(app(before), List.of(), app(after)));
  }

  private static PatternedApp app(String spec) {
    return Serialization.unmarshal(
        """
        apiVersion: patternedapp.io/v1alpha1
        kind: PatternedApp
        metadata: {name: web, namespace: shop}
        spec: {%s}
        """
            .formatted(spec),
        PatternedApp.class);
  }
}
