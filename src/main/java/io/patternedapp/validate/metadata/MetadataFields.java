package io.patternedapp.validate.metadata;

import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.validate.problem.FieldValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Lists the fields of an app with labels and annotations for child objects. */
final class MetadataFields {

  static final String SPEC_ANNOTATIONS = "spec.annotations";
  static final String POD_ANNOTATIONS = "spec.pod.annotations";
  static final String SERVICE_ANNOTATIONS = "spec.service.annotations";

  private MetadataFields() {}

  static List<FieldValue<Map<String, String>>> labels(PatternedAppSpec spec) {
    var labels = new ArrayList<FieldValue<Map<String, String>>>();
    labels.add(new FieldValue<>("spec.labels", spec.labels()));
    labels.add(new FieldValue<>("spec.pod.labels", spec.podOrDefault().labels()));
    if (spec.service() != null) {
      labels.add(new FieldValue<>("spec.service.labels", spec.service().labels()));
    }
    return labels;
  }

  static List<FieldValue<Map<String, String>>> annotations(PatternedAppSpec spec) {
    var annotations = new ArrayList<FieldValue<Map<String, String>>>();
    annotations.add(new FieldValue<>(SPEC_ANNOTATIONS, spec.annotations()));
    annotations.add(new FieldValue<>(POD_ANNOTATIONS, spec.podOrDefault().annotations()));
    if (spec.service() != null) {
      annotations.add(new FieldValue<>(SERVICE_ANNOTATIONS, spec.service().annotations()));
    }
    return annotations;
  }
}
