package io.patternedapp.validate;

import io.patternedapp.api.PatternedAppSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Where an app has labels and annotations for its children. */
final class Metadata {

  static final String SPEC_ANNOTATIONS = "spec.annotations";
  static final String POD_ANNOTATIONS = "spec.pod.annotations";
  static final String SERVICE_ANNOTATIONS = "spec.service.annotations";

  private Metadata() {}

  static List<Located<Map<String, String>>> labels(PatternedAppSpec spec) {
    var labels = new ArrayList<Located<Map<String, String>>>();
    labels.add(new Located<>("spec.labels", spec.labels()));
    labels.add(new Located<>("spec.pod.labels", spec.podOrDefault().labels()));
    if (spec.service() != null) {
      labels.add(new Located<>("spec.service.labels", spec.service().labels()));
    }
    return labels;
  }

  static List<Located<Map<String, String>>> annotations(PatternedAppSpec spec) {
    var annotations = new ArrayList<Located<Map<String, String>>>();
    annotations.add(new Located<>(SPEC_ANNOTATIONS, spec.annotations()));
    annotations.add(new Located<>(POD_ANNOTATIONS, spec.podOrDefault().annotations()));
    if (spec.service() != null) {
      annotations.add(new Located<>(SERVICE_ANNOTATIONS, spec.service().annotations()));
    }
    return annotations;
  }
}
