package io.patternedapp.validate.metadata;

import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.validate.check.SpecCheck;
import io.patternedapp.validate.format.NameFormat;
import io.patternedapp.validate.format.Utf8;
import io.patternedapp.validate.problem.FieldValue;
import io.patternedapp.validate.problem.Problems;
import java.util.Map;

/** Checks the format of labels and annotations, and the total size of annotations. */
public final class LabelsAndAnnotationsCheck implements SpecCheck {

  static final long MAX_ANNOTATION_BYTES = 256 * 1024;

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    MetadataFields.labels(spec).forEach(labels -> checkLabels(labels, problems));
    checkLabels(
        new FieldValue<>("spec.pod.nodeSelector", spec.podOrDefault().nodeSelector()), problems);
    long sharedBytes = totalBytes(spec.annotations());
    for (var annotations : MetadataFields.annotations(spec)) {
      annotations.value().keySet().forEach(key -> checkKey(key, annotations.path(), problems));
      checkSize(annotations, sharedBytes, problems);
    }
  }

  private static void checkLabels(FieldValue<Map<String, String>> labels, Problems problems) {
    labels
        .value()
        .forEach(
            (key, value) -> {
              checkKey(key, labels.path(), problems);
              problems.errorIf(
                  !NameFormat.LABEL_VALUE.acceptsIfPresent(value),
                  FieldValue.keyPath(labels.path(), key),
                  "LabelValueInvalid",
                  "Invalid value \"%s\": a label value %s",
                  value,
                  NameFormat.LABEL_VALUE.description());
            });
  }

  private static void checkKey(String key, String path, Problems problems) {
    problems.errorIf(
        !NameFormat.QUALIFIED_NAME.accepts(key),
        FieldValue.keyPath(path, key),
        "KeyInvalid",
        "Invalid value \"%s\": a label or annotation key %s",
        key,
        NameFormat.QUALIFIED_NAME.description());
  }

  private static void checkSize(
      FieldValue<Map<String, String>> annotations, long sharedBytes, Problems problems) {
    var isShared = annotations.path().equals(MetadataFields.SPEC_ANNOTATIONS);
    var total = isShared ? sharedBytes : sharedBytes + totalBytes(annotations.value());
    problems.errorIf(
        total > MAX_ANNOTATION_BYTES && (isShared || sharedBytes <= MAX_ANNOTATION_BYTES),
        annotations.path(),
        "AnnotationsTooLarge",
        "Too long: a child object would have %d bytes of annotations, and the limit is %d;"
            + " shorten them, or move the content to files",
        total,
        MAX_ANNOTATION_BYTES);
  }

  private static long totalBytes(Map<String, String> annotations) {
    return annotations.entrySet().stream()
        .mapToLong(entry -> Utf8.length(entry.getKey()) + Utf8.length(entry.getValue()))
        .sum();
  }
}
