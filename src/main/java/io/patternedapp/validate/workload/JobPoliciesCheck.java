package io.patternedapp.validate.workload;

import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyOnExitCodesRequirement;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyRule;
import io.fabric8.kubernetes.api.model.batch.v1.SuccessPolicyRule;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.pod.PodRestartPolicy;
import io.patternedapp.api.workload.JobWorkload;
import io.patternedapp.api.workload.PodReplacementPolicy;
import io.patternedapp.model.RoleContainer;
import io.patternedapp.model.Roles;
import io.patternedapp.validate.check.SpecCheck;
import io.patternedapp.validate.format.EnumValueRules;
import io.patternedapp.validate.format.NameFormat;
import io.patternedapp.validate.format.Suggestions;
import io.patternedapp.validate.problem.FieldValue;
import io.patternedapp.validate.problem.Problems;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks the Pod failure policy and the success policy of a Job. */
public final class JobPoliciesCheck implements SpecCheck {

  private static final String POD_FAILURE_POLICY_PATH = JobFieldsCheck.PATH + ".podFailurePolicy";
  private static final String SUCCESS_POLICY_PATH = JobFieldsCheck.PATH + ".successPolicy";
  private static final String INVALID = "JobPolicyInvalid";
  private static final int MAX_RULES = 20;
  private static final int MAX_EXIT_CODES = 255;
  private static final int MAX_CONDITIONS = 20;
  private static final Set<String> ACTIONS = Set.of("FailJob", "FailIndex", "Ignore", "Count");
  private static final Set<String> OPERATORS = Set.of("In", "NotIn");
  private static final Set<String> CONDITION_STATUSES = Set.of("True", "False", "Unknown");
  private static final Pattern INDEXES = Pattern.compile("\\d+(-\\d+)?(,\\d+(-\\d+)?)*");

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    var job = spec.workload() == null ? null : spec.workload().job();
    if (job == null) {
      return;
    }
    if (job.podFailurePolicy() != null) {
      checkPodFailurePolicy(spec, job, problems);
    }
    if (job.successPolicy() != null) {
      var rules = FieldValue.items(SUCCESS_POLICY_PATH + ".rules", job.successPolicy().getRules());
      checkItemCount(rules.size(), 1, MAX_RULES, SUCCESS_POLICY_PATH + ".rules", problems);
      rules.forEach(rule -> checkSuccessPolicyRule(rule, job, problems));
    }
  }

  private static void checkPodFailurePolicy(
      PatternedAppSpec spec, JobWorkload job, Problems problems) {
    var restartPolicy = spec.podOrDefault().restartPolicy();
    problems.errorIf(
        restartPolicy != null && restartPolicy != PodRestartPolicy.Never,
        POD_FAILURE_POLICY_PATH,
        INVALID,
        "Forbidden: with restartPolicy %s, a failed container is restarted and the Pod does not"
            + " fail; remove podFailurePolicy or pod.restartPolicy",
        restartPolicy);
    problems.errorIf(
        job.podReplacementPolicy() == PodReplacementPolicy.TerminatingOrFailed,
        JobFieldsCheck.PATH + ".podReplacementPolicy",
        INVALID,
        "Unsupported value: podFailurePolicy requires podReplacementPolicy Failed; set it, or"
            + " remove podReplacementPolicy");
    var names = new HashSet<String>();
    Roles.list(spec).stream().map(RoleContainer::name).filter(Objects::nonNull).forEach(names::add);
    var rules =
        FieldValue.items(POD_FAILURE_POLICY_PATH + ".rules", job.podFailurePolicy().getRules());
    checkItemCount(rules.size(), 0, MAX_RULES, POD_FAILURE_POLICY_PATH + ".rules", problems);
    for (var rule : rules) {
      checkPodFailurePolicyRule(rule, job, problems);
      if (rule.value().getOnExitCodes() != null) {
        checkExitCodes(
            new FieldValue<>(rule.pathTo("onExitCodes"), rule.value().getOnExitCodes()),
            names,
            problems);
      }
    }
  }

  private static void checkPodFailurePolicyRule(
      FieldValue<PodFailurePolicyRule> located, JobWorkload job, Problems problems) {
    var rule = located.value();
    problems.errorIf(
        rule.getAction() == null,
        located.pathTo("action"),
        INVALID,
        "Required value: set the action of the rule");
    EnumValueRules.check(rule.getAction(), ACTIONS, located.pathTo("action"), problems);
    problems.errorIf(
        "FailIndex".equals(rule.getAction()) && job.backoffLimitPerIndex() == null,
        located.pathTo("action"),
        INVALID,
        "Forbidden: FailIndex requires backoffLimitPerIndex; set it, or use another action");
    var conditions = FieldValue.items(located.pathTo("onPodConditions"), rule.getOnPodConditions());
    problems.errorIf(
        (rule.getOnExitCodes() == null) == conditions.isEmpty(),
        located.path(),
        INVALID,
        "exactly one of onExitCodes and onPodConditions is required: set one of them");
    checkItemCount(
        conditions.size(), 0, MAX_CONDITIONS, located.pathTo("onPodConditions"), problems);
    for (var condition : conditions) {
      problems.errorIf(
          !NameFormat.QUALIFIED_NAME.accepts(condition.value().getType()),
          condition.pathTo("type"),
          INVALID,
          "Invalid value \"%s\": must be a Pod condition type such as DisruptionTarget",
          condition.value().getType());
      EnumValueRules.check(
          condition.value().getStatus(), CONDITION_STATUSES, condition.pathTo("status"), problems);
    }
  }

  private static void checkExitCodes(
      FieldValue<PodFailurePolicyOnExitCodesRequirement> located,
      Set<String> names,
      Problems problems) {
    var codes = located.value();
    problems.errorIf(
        codes.getContainerName() != null && !names.contains(codes.getContainerName()),
        located.pathTo("containerName"),
        INVALID,
        "Not found: no container is named \"%s\"; %s",
        codes.getContainerName(),
        Suggestions.didYouMean(codes.getContainerName(), names));
    problems.errorIf(
        codes.getOperator() == null,
        located.pathTo("operator"),
        INVALID,
        "Required value: set In or NotIn");
    EnumValueRules.check(codes.getOperator(), OPERATORS, located.pathTo("operator"), problems);
    var values = FieldValue.items(located.pathTo("values"), codes.getValues());
    checkItemCount(values.size(), 1, MAX_EXIT_CODES, located.pathTo("values"), problems);
    problems.errorIf(
        !codes.getValues().equals(codes.getValues().stream().distinct().sorted().toList()),
        located.pathTo("values"),
        INVALID,
        "Invalid value: exit codes must be in ascending order without duplicates; sort them");
    for (var value : values) {
      problems.errorIf(
          value.value() < 0 || (value.value() == 0 && "In".equals(codes.getOperator())),
          value.path(),
          INVALID,
          "Invalid value %d: must be the exit code of a failed container; use 1 or more",
          value.value());
    }
  }

  private static void checkSuccessPolicyRule(
      FieldValue<SuccessPolicyRule> located, JobWorkload job, Problems problems) {
    var rule = located.value();
    problems.errorIf(
        rule.getSucceededCount() == null && rule.getSucceededIndexes() == null,
        located.path(),
        INVALID,
        "Required value: set succeededIndexes, succeededCount or both");
    problems.errorIf(
        rule.getSucceededIndexes() != null
            && !INDEXES.matcher(rule.getSucceededIndexes()).matches(),
        located.pathTo("succeededIndexes"),
        INVALID,
        "Invalid value \"%s\": must be a list of indexes such as \"0,2-4\"",
        rule.getSucceededIndexes());
    var count = rule.getSucceededCount();
    problems.errorIf(
        count != null && (count < 1 || (job.completions() != null && count > job.completions())),
        located.pathTo("succeededCount"),
        INVALID,
        "Invalid value %d: must be between 1 and completions (%d)",
        count,
        job.completions());
  }

  private static void checkItemCount(int size, int min, int max, String path, Problems problems) {
    problems.errorIf(size < min, path, INVALID, "Required value: add at least %d item", min);
    problems.errorIf(
        size > max, path, INVALID, "Too many: must have at most %d items; remove some", max);
  }
}
