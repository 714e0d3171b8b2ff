package io.patternedapp.api.container;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.patternedapp.api.schema.CelRules;
import io.patternedapp.api.schema.NullSafe;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A container that runs to completion before main starts. */
@ValidationRule(
    value = CelRules.NO_START_AFTER_ITSELF,
    fieldPath = ".startAfter",
    message = CelRules.NO_START_AFTER_ITSELF_MESSAGE)
@ValidationRule(
    value = "!has(self.livenessProbe) && !has(self.readinessProbe) && !has(self.startupProbe)",
    message =
        "an init container runs to completion and must not have a probe: remove the probe, or"
            + " move the container to spec.sidecars")
@ValidationRule(
    value = "!has(self.lifecycle)",
    fieldPath = ".lifecycle",
    message =
        "an init container runs to completion and must not have lifecycle hooks: remove"
            + " lifecycle, or move the container to spec.sidecars")
@ValidationRule(
    value = "!has(self.restartPolicy)",
    fieldPath = ".restartPolicy",
    message =
        "an init container must not have a restartPolicy: remove restartPolicy, or move a"
            + " container with restartPolicy Always to spec.sidecars")
public class InitContainer extends AppContainer implements HasStartAfter {

  private static final long serialVersionUID = 1L;

  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  @JsonPropertyDescription(
      "Names of init containers and native helpers that start before this container."
          + " Overrides the default start order: init containers in the given order, then"
          + " ambassadors, adapters and sidecars.")
  @Size(max = 10)
  private List<String> startAfter = List.of();

  @Override
  public List<String> getStartAfter() {
    return startAfter;
  }

  public void setStartAfter(@Nullable List<String> startAfter) {
    this.startAfter = NullSafe.orEmpty(startAfter);
  }
}
