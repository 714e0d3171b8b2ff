package io.patternedapp.api.container;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.patternedapp.api.schema.CelRules;
import io.patternedapp.api.schema.NullSafe;
import io.patternedapp.api.workload.WorkloadKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A container that runs alongside main: a sidecar, ambassador or adapter. */
@ValidationRule(
    value = CelRules.NO_START_AFTER_ITSELF,
    fieldPath = ".startAfter",
    message = CelRules.NO_START_AFTER_ITSELF_MESSAGE)
@ValidationRule(
    value =
        "!has(self.mode) || self.mode == 'Native' || !has(self.startAfter) || "
            + "size(self.startAfter) == 0",
    fieldPath = ".startAfter",
    message =
        "a Regular helper starts together with main, so startAfter has no effect: remove"
            + " startAfter, or set mode: Native")
public abstract class Helper extends AppContainer implements HasStartAfter {

  private static final long serialVersionUID = 1L;

  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonPropertyDescription(
      "How the helper runs. Native: as a sidecar container, which is an init container"
          + " with restartPolicy Always. It starts before main and stops after it. Regular:"
          + " as a regular container, which starts together with main; for helpers that"
          + " need main to run. Defaults to Native, or Regular for adapters unless the"
          + " workload kind is Job or CronJob.")
  private @Nullable HelperMode mode;

  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  @JsonPropertyDescription(
      "Names of init containers and native helpers that start before this container."
          + " Overrides the default start order: init containers in the given order, then"
          + " ambassadors, adapters and sidecars.")
  @Size(max = 10)
  private List<String> startAfter = List.of();

  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  @JsonPropertyDescription(
      "Environment variables that this helper adds to main, for example its address."
          + " They precede main's own env, which can refer to them as $(NAME).")
  @Size(max = 10)
  private List<ExportedEnv> exportEnv = List.of();

  /** Returns the mode in the manifest; null means the default of the role. */
  public @Nullable HelperMode getMode() {
    return mode;
  }

  public void setMode(@Nullable HelperMode mode) {
    this.mode = mode;
  }

  @Override
  public List<String> getStartAfter() {
    return startAfter;
  }

  public void setStartAfter(@Nullable List<String> startAfter) {
    this.startAfter = NullSafe.orEmpty(startAfter);
  }

  /** Returns the environment variables that this helper adds to main; never null. */
  public List<ExportedEnv> getExportEnv() {
    return exportEnv;
  }

  public void setExportEnv(@Nullable List<ExportedEnv> exportEnv) {
    this.exportEnv = NullSafe.orEmpty(exportEnv);
  }

  /** Returns the default mode of this role for a kind of workload. */
  protected abstract HelperMode defaultMode(WorkloadKind kind);

  /** Returns the mode of this helper for a kind of workload, or its default. */
  public HelperMode modeOrDefault(WorkloadKind kind) {
    return mode == null ? defaultMode(kind) : mode;
  }
}
