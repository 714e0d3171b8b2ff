package io.patternedapp.validate;

import io.fabric8.kubernetes.api.model.IntOrString;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers of Pods, or shares of them such as 25%. */
final class Counts {

  private static final Pattern PERCENT = Pattern.compile("([0-9]{1,2}|100)%");

  private Counts() {}

  static void check(@Nullable IntOrString count, String path, Problems problems) {
    problems.errorIf(
        count != null && !isCount(count),
        path,
        WorkloadMembers.INVALID,
        "%s is not possible: use a number of 0 or more, or a share such as \"25%%\"",
        count == null ? null : count.getValue());
  }

  static boolean isCount(IntOrString count) {
    return count.getIntVal() != null
        ? count.getIntVal() >= 0
        : count.getStrVal() != null && PERCENT.matcher(count.getStrVal()).matches();
  }

  static boolean isZero(@Nullable IntOrString count) {
    return count != null
        && (Objects.equals(count.getIntVal(), 0)
            || "0%".equals(count.getStrVal())
            || "00%".equals(count.getStrVal()));
  }
}
