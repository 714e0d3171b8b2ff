package io.patternedapp.validate.metadata;

import io.patternedapp.validate.Findings;
import org.junit.jupiter.api.Test;

class MetadataChecksTest {

  private static final int LIMIT = 256 * 1024;

  @Test
  void reservedLabelsAreRejected() {
    Findings.in(
            """
            main: {ports: [{containerPort: 80}]}
            labels: {patternedapp.io/x: a, app.kubernetes.io/name: b, app.kubernetes.io/version: c}
            pod: {labels: {app.kubernetes.io/instance: a}}
            service: {labels: {app.kubernetes.io/managed-by: a, patternedapp.io: b}}
            """)
        .are(
            "spec.labels[\"patternedapp.io/x\"] KeyReserved",
            "spec.labels[\"app.kubernetes.io/name\"] KeyReserved",
            "spec.pod.labels[\"app.kubernetes.io/instance\"] KeyReserved",
            "spec.service.labels[\"app.kubernetes.io/managed-by\"] KeyReserved")
        .saying("Forbidden: the operator sets the label patternedapp.io/x; remove it");
  }

  @Test
  void reservedAnnotationsAreRejected() {
    Findings.in(
            """
            main: {ports: [{containerPort: 80}]}
            annotations: {patternedapp.io/x: a, example.com/x: b}
            pod: {annotations: {kubectl.kubernetes.io/default-container: a}}
            service: {annotations: {patternedapp.io/x: a}}
            """)
        .are(
            "spec.annotations[\"patternedapp.io/x\"] KeyReserved",
            "spec.pod.annotations[\"kubectl.kubernetes.io/default-container\"] KeyReserved",
            "spec.service.annotations[\"patternedapp.io/x\"] KeyReserved");
  }

  @Test
  void prometheusAnnotationsAreReservedWhenAnAdapterSetsThem() {
    var app =
        """
        main: {ports: [{containerPort: 80}]}
        adapters: [{name: a, ports: [{containerPort: 1}], metrics: {port: 1, monitor: %s}}]
        annotations: {prometheus.io/scrape: 'true'}
        pod: {annotations: {prometheus.io/port: '1'}}
        service: {annotations: {prometheus.io/scrape: 'true'}}
        """;
    Findings.in(app.formatted("Annotations"))
        .are(
            "spec.annotations[\"prometheus.io/scrape\"] KeyReserved",
            "spec.pod.annotations[\"prometheus.io/port\"] KeyReserved")
        .saying("the metrics of an adapter set the prometheus.io/* annotations of Pods");
    Findings.in(app.formatted("None")).none();
    Findings.in("{adapters: [{name: a}], pod: {annotations: {prometheus.io/port: '1'}}}").none();
  }

  @Test
  void invalidLabelAndAnnotationKeysAndValuesAreRejected() {
    Findings.in(
            """
            main: {ports: [{containerPort: 80}]}
            labels: {a b: c, a: b c, b: '', c: %s}
            annotations: {-a: x y}
            pod: {labels: {a/b/c: x}, annotations: {'': x}, nodeSelector: {a: -b, /a: b}}
            service: {labels: {A.b_c-d: x}, annotations: {example.com/A: 'any text'}}
            """
                .formatted("a".repeat(64)))
        .are(
            "spec.labels[\"a b\"] KeyInvalid",
            "spec.labels[\"a\"] LabelValueInvalid",
            "spec.labels[\"c\"] LabelValueInvalid",
            "spec.pod.labels[\"a/b/c\"] KeyInvalid",
            "spec.pod.nodeSelector[\"a\"] LabelValueInvalid",
            "spec.pod.nodeSelector[\"/a\"] KeyInvalid",
            "spec.annotations[\"-a\"] KeyInvalid",
            "spec.pod.annotations[\"\"] KeyInvalid");
  }

  @Test
  void annotationsOver256KibAreRejected() {
    var large = "warning spec AppTooLarge";
    Findings.in("annotations: {a: '%s'}".formatted("x*" + (LIMIT - 1))).are(large);
    Findings.in("annotations: {a: '%s'}".formatted("x*" + LIMIT))
        .are("spec.annotations AnnotationsTooLarge", large)
        .saying("262145 bytes of annotations, and the limit is 262144");
    Findings.in("annotations: {a: '%s'}".formatted("ä*" + LIMIT / 2))
        .are("spec.annotations AnnotationsTooLarge", large);
  }

  @Test
  void annotationSizesAreSummedPerChild() {
    var half = "x*" + LIMIT / 2;
    var app =
        """
        main: {ports: [{containerPort: 80}]}
        annotations: {a: '%s'}
        pod: {annotations: {%s: '%s'}}
        service: {annotations: {%s: '%s'}}
        """;
    var large = "warning spec AppTooLarge";
    Findings.in(app.formatted(half, "b", half, "b", "x"))
        .are("spec.pod.annotations AnnotationsTooLarge", large);
    Findings.in(app.formatted(half, "b", "x", "b", half))
        .are("spec.service.annotations AnnotationsTooLarge", large);
    Findings.in(app.formatted("x", "b", half, "b", half)).are(large);
    Findings.in(app.formatted("x*" + (LIMIT - 1), "b", "x", "b", "x"))
        .are(
            "spec.pod.annotations AnnotationsTooLarge",
            "spec.service.annotations AnnotationsTooLarge",
            large);
  }
}
