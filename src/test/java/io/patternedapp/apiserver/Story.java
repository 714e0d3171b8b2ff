package io.patternedapp.apiserver;

import java.util.List;
import java.util.Set;

/** The life of an app, a chapter for each way in which a change reaches what runs. */
final class Story {

  /** What changes in each chapter. */
  static final List<String> CHAPTERS =
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

  private Story() {}

  /** What a person applies in that chapter. */
  static String yaml(String app, String chapter) {
    var past = Set.copyOf(CHAPTERS.subList(0, CHAPTERS.indexOf(chapter) + 1));
    var yaml =
        APP.formatted(
            app,
            past.contains("kind") ? "Deployment" : "Pod",
            past.contains("image") ? "1.28" : "1.27",
            past.contains("environment") ? "new" : "old",
            past.contains("files") ? "two" : "one");
    yaml = past.contains("kind") ? yaml.replace(", pod: {inPlaceGraceSeconds: 1}", "") : yaml;
    return past.contains("service") ? yaml : yaml + SERVICE;
  }
}
