package io.patternedapp.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import io.fabric8.mockwebserver.http.MockResponse;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.expand.Expander;
import io.patternedapp.fixtures.LiveObjects;
import io.patternedapp.fixtures.TestApps;
import io.patternedapp.model.Annotations;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import org.junit.jupiter.api.AutoClose;

/** An {@link Applier} between a fake cache and a fake API server, which records the requests. */
abstract class ApplierFixture {

  static final Instant NOW = Instant.parse("2026-11-24T04:00:00Z");
  static final String POD = "main: {image: 'nginx:1'}";
  static final String POD_WITH_SERVICE = POD + ", service: {ports: [{port: 80, targetPort: 80}]}";
  static final String CHANGED_POD = "main: {image: 'nginx:1', workingDir: /other}";
  static final String BUDGET_REJECTION =
      """
      {"kind": "Status", "code": 429, "reason": "TooManyRequests", "message": "would violate it",
       "details": {"causes": [{"reason": "DisruptionBudget", "message": "needs 1 healthy Pod"}]}}
      """;
  static final String QUOTA_MESSAGE =
      "pods \"web\" is forbidden: exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1";

  @AutoClose final FakeApiServer api = new FakeApiServer();
  final FakeChildCache cache = new FakeChildCache();
  final Applier applier = applier(new ChildRequests(api.client()));

  Applier applier(ChildRequests writer) {
    var clock = Clock.fixed(NOW, ZoneOffset.UTC);
    return new Applier(cache, writer, new KubeletCapabilities(api.client(), clock), clock);
  }

  ApplyResult.Done apply(String spec) {
    return apply(TestApps.app(spec));
  }

  ApplyResult.Done apply(PatternedApp app) {
    return applier.apply(app, Expander.expand(app));
  }

  /** All children of the app exist, and its Pods are Ready. */
  void cacheAllChildren(PatternedApp app) {
    Expander.expand(app).children().stream()
        .map(child -> LiveObjects.asStored(child, app))
        .map(child -> child instanceof Pod pod ? withStatus(pod, "Running", true) : child)
        .forEach(cache::addFromWatch);
  }

  static <T extends HasMetadata> T liveChild(PatternedApp app, Class<T> kind) {
    return LiveObjects.asStored(TestApps.child(app, kind), app);
  }

  static Pod pod(PatternedApp app, String phase, boolean ready) {
    return withStatus(liveChild(app, Pod.class), phase, ready);
  }

  static Pod withStatus(Pod pod, String phase, boolean ready) {
    pod.setStatus(
        new PodBuilder()
            .withNewStatus()
            .withPhase(phase)
            .addNewCondition()
            .withType("Ready")
            .withStatus(ready ? "True" : "False")
            .endCondition()
            .endStatus()
            .build()
            .getStatus());
    return pod;
  }

  static Pod withName(Pod pod, String name) {
    pod.getMetadata().setName(name);
    return pod;
  }

  static void annotate(HasMetadata object, String key, String value) {
    var annotations = new HashMap<>(object.getMetadata().getAnnotations());
    annotations.put(key, value);
    object.getMetadata().setAnnotations(annotations);
  }

  static MockResponse nodeResponse(String kubelet) {
    return FakeApiServer.response(
        200,
        """
        {"kind": "Node", "apiVersion": "v1", "metadata": {"name": "node-1"},
         "status": {"nodeInfo": {"kubeletVersion": "%s"}}}
        """
            .formatted(kubelet));
  }

  static PatternedApp deploymentAppWithFile(String content) {
    return TestApps.app(
        "workload: {kind: Deployment}, main: {image: 'nginx:1', files: [{mountPath: /a, data: {f: %s}}]}"
            .formatted(content));
  }

  static HasMetadata configMapReferrer(String kind, String configMap) {
    var pod =
        new PodBuilder()
            .withNewMetadata()
            .withName("web-5f-x")
            .withUid("uid-web-5f-x")
            .addToAnnotations(Annotations.FILES, configMap)
            .endMetadata()
            .withNewSpec()
            .endSpec()
            .withNewStatus()
            .endStatus()
            .build();
    return kind.equals("Pod")
        ? pod
        : new ReplicaSetBuilder()
            .withNewMetadata()
            .withName("web-5f")
            .withUid("uid-web-5f")
            .endMetadata()
            .withNewSpec()
            .withNewTemplate()
            .withMetadata(pod.getMetadata())
            .endTemplate()
            .endSpec()
            .build();
  }
}
