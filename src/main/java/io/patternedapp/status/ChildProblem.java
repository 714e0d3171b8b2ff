package io.patternedapp.status;

import java.util.Set;

/**
 * A child that could not be made as wanted.
 *
 * @param child its kind and name, such as {@code Service/web}
 * @param reason a CamelCase word, such as {@code NameConflict}, {@code Forbidden} or {@code
 *     Invalid}
 * @param message the API server's own words
 */
public record ChildProblem(String child, String reason, String message) {

  /** An object of that name exists and is not ours. */
  public static final String NAME_CONFLICT = "NameConflict";

  /** The API server refused the child's content (422). */
  public static final String INVALID = "Invalid";

  /** The operator, or the namespace's policies, may not have such a child (403). */
  public static final String FORBIDDEN = "Forbidden";

  /** A ResourceQuota is used up. */
  public static final String QUOTA_EXCEEDED = "QuotaExceeded";

  /** The cluster has no PodMonitors. */
  public static final String POD_MONITOR_CRD_MISSING = "PodMonitorCrdMissing";

  /** The change needs a new Job, and the app does not allow to replace it. */
  public static final String JOB_NEEDS_REPLACING = "JobNeedsReplacing";

  /** The change needs a new StatefulSet. */
  public static final String STATEFUL_SET_NEEDS_REPLACING = "StatefulSetNeedsReplacing";

  private static final Set<String> LASTING =
      Set.of(NAME_CONFLICT, INVALID, JOB_NEEDS_REPLACING, STATEFUL_SET_NEEDS_REPLACING);

  /** Whether waiting does not mend it: someone has to change something. */
  public boolean isLasting() {
    return LASTING.contains(reason);
  }
}
