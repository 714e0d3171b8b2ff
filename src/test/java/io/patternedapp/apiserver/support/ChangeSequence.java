package io.patternedapp.apiserver.support;

import java.util.List;
import java.util.Set;

/** A sequence of changes of an app, with one step for each way in which a change is rolled out. */
public final class ChangeSequence {

  /** The steps in their order, named after the changed part of the app. */
  public static final List<String> STEPS =
      List.of("create", "image", "environment", "files", "service", "kind");

  private static final String APP =
      """
      apiVersion: patternedapp.io/v1alpha1
      kind: PatternedApp
      metadata: {name: %s}
      spec:
        replicas: 2
        workload: {kind: %s, pod: {inPlaceGraceSeconds: 1}}
        main:
          image: "nginx:%s"
          env: [{name: MODE, value: "%s"}]
          files: [{mountPath: /etc/app, data: {settings: "%s"}}]
          ports: [{name: http, containerPort: 80}]
      """;

  private static final String SERVICE =
      """
        service: {ports: [{port: 80, targetPort: http}]}
      """;

  private ChangeSequence() {}

  /** Returns the manifest that a user applies in a step. */
  public static String yaml(String app, String step) {
    var applied = Set.copyOf(STEPS.subList(0, STEPS.indexOf(step) + 1));
    var yaml =
        APP.formatted(
            app,
            applied.contains("kind") ? "Deployment" : "Pod",
            applied.contains("image") ? "1.28" : "1.27",
            applied.contains("environment") ? "new" : "old",
            applied.contains("files") ? "two" : "one");
    yaml = applied.contains("kind") ? yaml.replace(", pod: {inPlaceGraceSeconds: 1}", "") : yaml;
    return applied.contains("service") ? yaml : yaml + SERVICE;
  }
}
