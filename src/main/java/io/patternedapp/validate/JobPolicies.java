package io.patternedapp.validate;

import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyOnExitCodesRequirement;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyRule;
import io.fabric8.kubernetes.api.model.batch.v1.SuccessPolicyRule;
import io.patternedapp.api.JobWorkload;
import io.patternedapp.api.PatternedAppSpec;
import io.patternedapp.api.PodReplacementPolicy;
import io.patternedapp.api.PodRestartPolicy;
import io.patternedapp.api.RoleContainer;
import io.patternedapp.api.Roles;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/** What a failed Pod means to a Job, and when a Job has succeeded. */
final class JobPolicies implements SpecCheck {

  private static final String FAILURE = JobSettings.PATH + ".podFailurePolicy";
  private static final String SUCCESS = JobSettings.PATH + ".successPolicy";
  private static final String INVALID = "JobPolicyInvalid";
  private static final int MOST_RULES = 20;
  private static final int MOST_VALUES = 255;
  private static final int MOST_CONDITIONS = 20;
  private static final Set<String> ACTIONS = Set.of("FailJob", "FailIndex", "Ignore", "Count");
  private static final Set<String> OPERATORS = Set.of("In", "NotIn");
  private static final Set<String> STATUSES = Set.of("True", "False", "Unknown");
  private static final Pattern INDEXES = Pattern.compile("\\d+(-\\d+)?(,\\d+(-\\d+)?)*");

  @Override
  public void check(PatternedAppSpec spec, Problems problems) {
    var job = spec.workload() == null ? null : spec.workload().job();
    if (job == null) {
      return;
    }
    if (job.podFailurePolicy() != null) {
      checkFailure(spec, job, problems);
    }
    if (job.successPolicy() != null) {
      var rules = Located.items(SUCCESS + ".rules", job.successPolicy().getRules());
      checkSize(rules.size(), 1, MOST_RULES, SUCCESS + ".rules", problems);
      rules.forEach(rule -> checkSuccess(rule, job, problems));
    }
  }

  private static void checkFailure(PatternedAppSpec spec, JobWorkload job, Problems problems) {
    var restarts = spec.podOrDefault().restartPolicy();
    problems.errorIf(
        restarts != null && restarts != PodRestartPolicy.Never,
        FAILURE,
        INVALID,
        "with restartPolicy: %s a container fails, not its Pod: remove podFailurePolicy, or"
            + " pod.restartPolicy",
        restarts);
    problems.errorIf(
        job.podReplacementPolicy() == PodReplacementPolicy.TerminatingOrFailed,
        JobSettings.PATH + ".podReplacementPolicy",
        INVALID,
        "with podFailurePolicy only Failed is possible: set it so, or remove it");
    var names = new HashSet<String>();
    Roles.of(spec).stream().map(RoleContainer::name).filter(Objects::nonNull).forEach(names::add);
    var rules = Located.items(FAILURE + ".rules", job.podFailurePolicy().getRules());
    checkSize(rules.size(), 0, MOST_RULES, FAILURE + ".rules", problems);
    for (var rule : rules) {
      checkRule(rule, job, problems);
      if (rule.value().getOnExitCodes() != null) {
        checkExitCodes(
            new Located<>(rule.at("onExitCodes"), rule.value().getOnExitCodes()), names, problems);
      }
    }
  }

  private static void checkRule(
      Located<PodFailurePolicyRule> located, JobWorkload job, Problems problems) {
    var rule = located.value();
    problems.errorIf(
        rule.getAction() == null,
        located.at("action"),
        INVALID,
        "the rule does not say what to do: add action");
    Enums.check(rule.getAction(), ACTIONS, located.at("action"), problems);
    problems.errorIf(
        "FailIndex".equals(rule.getAction()) && job.backoffLimitPerIndex() == null,
        located.at("action"),
        INVALID,
        "FailIndex needs backoffLimitPerIndex: add that, or use another action");
    var conditions = Located.items(located.at("onPodConditions"), rule.getOnPodConditions());
    problems.errorIf(
        (rule.getOnExitCodes() == null) == conditions.isEmpty(),
        located.path(),
        INVALID,
        "a rule is either about exit codes or about conditions: write onExitCodes or"
            + " onPodConditions");
    checkSize(conditions.size(), 0, MOST_CONDITIONS, located.at("onPodConditions"), problems);
    for (var condition : conditions) {
      problems.errorIf(
          !Syntax.QUALIFIED_NAME.accepts(condition.value().getType()),
          condition.at("type"),
          INVALID,
          "\"%s\" is no condition of a Pod: use one such as DisruptionTarget",
          condition.value().getType());
      Enums.check(condition.value().getStatus(), STATUSES, condition.at("status"), problems);
    }
  }

  private static void checkExitCodes(
      Located<PodFailurePolicyOnExitCodesRequirement> located,
      Set<String> names,
      Problems problems) {
    var codes = located.value();
    problems.errorIf(
        codes.getContainerName() != null && !names.contains(codes.getContainerName()),
        located.at("containerName"),
        INVALID,
        "no container is called \"%s\": %s",
        codes.getContainerName(),
        Nearest.hint(codes.getContainerName(), names));
    problems.errorIf(
        codes.getOperator() == null, located.at("operator"), INVALID, "add it: In or NotIn");
    Enums.check(codes.getOperator(), OPERATORS, located.at("operator"), problems);
    var values = Located.items(located.at("values"), codes.getValues());
    checkSize(values.size(), 1, MOST_VALUES, located.at("values"), problems);
    problems.errorIf(
        !codes.getValues().equals(codes.getValues().stream().distinct().sorted().toList()),
        located.at("values"),
        INVALID,
        "the codes must be in ascending order, each once: sort them");
    for (var value : values) {
      problems.errorIf(
          value.value() < 0 || (value.value() == 0 && "In".equals(codes.getOperator())),
          value.path(),
          INVALID,
          "%d is no exit code of a failed container: use 1 or more",
          value.value());
    }
  }

  private static void checkSuccess(
      Located<SuccessPolicyRule> located, JobWorkload job, Problems problems) {
    var rule = located.value();
    problems.errorIf(
        rule.getSucceededCount() == null && rule.getSucceededIndexes() == null,
        located.path(),
        INVALID,
        "the rule says nothing: write succeededIndexes, succeededCount or both");
    problems.errorIf(
        rule.getSucceededIndexes() != null
            && !INDEXES.matcher(rule.getSucceededIndexes()).matches(),
        located.at("succeededIndexes"),
        INVALID,
        "\"%s\" is no list of indexes: write one such as \"0,2-4\"",
        rule.getSucceededIndexes());
    var count = rule.getSucceededCount();
    problems.errorIf(
        count != null && (count < 1 || (job.completions() != null && count > job.completions())),
        located.at("succeededCount"),
        INVALID,
        "%d is not possible: use 1 to completions (%d)",
        count,
        job.completions());
  }

  private static void checkSize(int size, int least, int most, String path, Problems problems) {
    problems.errorIf(
        size < least || size > most, path, INVALID, "write %d to %d of them", least, most);
  }
}
