package io.patternedapp.validate.metadata;

import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.validate.check.SpecCheck;
import io.patternedapp.validate.format.NameFormat;
import io.patternedapp.validate.problem.FieldValue;
import io.patternedapp.validate.problem.Problems;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Labels and annotations that every object of the API can have. */
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
                  "\"%s\" cannot be the value of a label: use %s",
                  value,
                  NameFormat.LABEL_VALUE.description());
            });
  }

  private static void checkKey(String key, String path, Problems problems) {
    problems.errorIf(
        !NameFormat.QUALIFIED_NAME.accepts(key),
        FieldValue.keyPath(path, key),
        "KeyInvalid",
        "\"%s\" cannot be a key: use %s",
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
        "a child would have %d bytes of annotations, and %d are possible: shorten them, or put the"
            + " content into files",
        total,
        MAX_ANNOTATION_BYTES);
  }

  private static long totalBytes(Map<String, String> annotations) {
    return annotations.entrySet().stream()
        .mapToLong(entry -> utf8Length(entry.getKey()) + utf8Length(entry.getValue()))
        .sum();
  }

  private static long utf8Length(@Nullable String text) {
    return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
  }
}
