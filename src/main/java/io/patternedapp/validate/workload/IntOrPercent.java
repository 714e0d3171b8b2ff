package io.patternedapp.validate.workload;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.patternedapp.validate.problem.Problems;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks values that are a number of Pods or a percentage such as 25%. */
final class IntOrPercent {

  private static final Pattern PERCENT = Pattern.compile("([0-9]{1,2}|100)%");

  private IntOrPercent() {}

  static void check(@Nullable IntOrString value, String path, Problems problems) {
    problems.errorIf(
        value != null && !isValid(value),
        path,
        WorkloadKindFieldsCheck.FIELD_INVALID,
        "Invalid value %s: must be an integer greater than or equal to 0, or a percentage such"
            + " as \"25%%\"",
        value == null ? null : value.getValue());
  }

  static boolean isValid(IntOrString value) {
    return value.getIntVal() != null
        ? value.getIntVal() >= 0
        : value.getStrVal() != null && PERCENT.matcher(value.getStrVal()).matches();
  }

  static boolean isZero(@Nullable IntOrString value) {
    return value != null
        && (Objects.equals(value.getIntVal(), 0)
            || "0%".equals(value.getStrVal())
            || "00%".equals(value.getStrVal()));
  }
}
