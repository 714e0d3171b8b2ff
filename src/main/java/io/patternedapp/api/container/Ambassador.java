package io.patternedapp.api.container;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import io.patternedapp.api.workload.WorkloadKind;
import org.jspecify.annotations.Nullable;

/** A proxy between main and the outside. A native sidecar by default. */
@ValidationRule(
    value =
        "(has(self.direction) && self.direction == 'Outbound') || (has(self.ports) && "
            + "size(self.ports) > 0)",
    message =
        "clients come in through the ports of an Inbound ambassador, and this one declares "
            + "none: add them, or set direction: Outbound")
@ValidationRule(
    value =
        "!(has(self.direction) && self.direction == 'Outbound') || !has(self.mode) || "
            + "self.mode == 'Native'",
    fieldPath = ".mode",
    message =
        "main waits for an Outbound ambassador, which therefore cannot be Regular: remove "
            + "mode")
@ValidationRule(
    value = "!(has(self.direction) && self.direction == 'Outbound') || !has(self.isolate)",
    fieldPath = ".isolate",
    message = "isolate has no effect on an Outbound ambassador: remove it")
public class Ambassador extends Helper {

  private static final long serialVersionUID = 1L;

  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonPropertyDescription(
      "Inbound (default): clients reach the app only through this ambassador: the Service targets"
          + " its ports, and a NetworkPolicy keeps traffic from the others. Outbound: main's local"
          + " door to something outside; main waits until it has started.")
  private @Nullable Direction direction;

  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonPropertyDescription(
      "Inbound only. True (default): a NetworkPolicy admits traffic only to the ports of Inbound"
          + " ambassadors and of adapters. It works where the cluster's network plugin enforces"
          + " NetworkPolicy. False: no such policy, and the Service may target any port.")
  private @Nullable Boolean isolate;

  /** The direction as written; null means Inbound. */
  public @Nullable Direction getDirection() {
    return direction;
  }

  public void setDirection(@Nullable Direction direction) {
    this.direction = direction;
  }

  /** Whether the app is closed around this ambassador, as written; null means true. */
  public @Nullable Boolean getIsolate() {
    return isolate;
  }

  public void setIsolate(@Nullable Boolean isolate) {
    this.isolate = isolate;
  }

  /** Whether clients come in through this ambassador. */
  @JsonIgnore
  public boolean isInbound() {
    return direction != Direction.Outbound;
  }

  /** Whether the app may only be reached through this ambassador. */
  @JsonIgnore
  public boolean isIsolating() {
    return isInbound() && !Boolean.FALSE.equals(isolate);
  }

  @Override
  protected HelperMode defaultMode(WorkloadKind kind) {
    return HelperMode.Native;
  }
}
