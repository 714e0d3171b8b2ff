package io.patternedapp.validate;

import io.patternedapp.api.PatternedAppSpec;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Labels and annotations that every object of the API can have. */
final class MetadataSyntax implements SpecCheck {

  static final long MAX_ANNOTATION_BYTES = 256 * 1024;

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    Metadata.labels(spec).forEach(labels -> checkLabels(labels, problems));
    checkLabels(
        new Located<>("spec.pod.nodeSelector", spec.podOrDefault().nodeSelector()), problems);
    long shared = bytes(spec.annotations());
    for (var annotations : Metadata.annotations(spec)) {
      annotations.value().keySet().forEach(key -> checkKey(key, annotations.path(), problems));
      checkSize(annotations, shared, problems);
    }
  }

  private static void checkLabels(Located<Map<String, String>> labels, Problems problems) {
    labels
        .value()
        .forEach(
            (key, value) -> {
              checkKey(key, labels.path(), problems);
              problems.errorIf(
                  !Syntax.LABEL_VALUE.acceptsIfGiven(value),
                  Located.key(labels.path(), key),
                  "LabelValueInvalid",
                  "\"%s\" cannot be the value of a label: use %s",
                  value,
                  Syntax.LABEL_VALUE.rule());
            });
  }

  private static void checkKey(String key, String path, Problems problems) {
    problems.errorIf(
        !Syntax.QUALIFIED_NAME.accepts(key),
        Located.key(path, key),
        "KeyInvalid",
        "\"%s\" cannot be a key: use %s",
        key,
        Syntax.QUALIFIED_NAME.rule());
  }

  private static void checkSize(
      Located<Map<String, String>> annotations, long shared, Problems problems) {
    var isShared = annotations.path().equals(Metadata.SPEC_ANNOTATIONS);
    var total = isShared ? shared : shared + bytes(annotations.value());
    problems.errorIf(
        total > MAX_ANNOTATION_BYTES && (isShared || shared <= MAX_ANNOTATION_BYTES),
        annotations.path(),
        "AnnotationsTooLarge",
        "a child would have %d bytes of annotations, and %d are possible: shorten them, or put the"
            + " content into files",
        total,
        MAX_ANNOTATION_BYTES);
  }

  private static long bytes(Map<String, String> annotations) {
    return annotations.entrySet().stream()
        .mapToLong(entry -> utf8Length(entry.getKey()) + utf8Length(entry.getValue()))
        .sum();
  }

  private static long utf8Length(@Nullable String text) {
    return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
  }
}
