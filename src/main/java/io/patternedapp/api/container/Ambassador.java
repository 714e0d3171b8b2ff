package io.patternedapp.api.container;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import io.patternedapp.api.workload.WorkloadKind;
import org.jspecify.annotations.Nullable;

/** A proxy between main and the outside. By default it is a native sidecar. */
@ValidationRule(
    value =
        "(has(self.direction) && self.direction == 'Outbound') || (has(self.ports) && "
            + "size(self.ports) > 0)",
    message =
        "an Inbound ambassador must declare the ports that clients connect to: add ports, or"
            + " set direction: Outbound")
@ValidationRule(
    value =
        "!(has(self.direction) && self.direction == 'Outbound') || !has(self.mode) || "
            + "self.mode == 'Native'",
    fieldPath = ".mode",
    message =
        "mode must not be Regular for an Outbound ambassador, because main starts after it:"
            + " remove mode")
@ValidationRule(
    value = "!(has(self.direction) && self.direction == 'Outbound') || !has(self.isolate)",
    fieldPath = ".isolate",
    message = "isolate has no effect on an Outbound ambassador: remove isolate")
public class Ambassador extends Helper {

  private static final long serialVersionUID = 1L;

  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonPropertyDescription(
      "Direction of the traffic. Inbound (default): clients reach the app only through"
          + " this ambassador. The Service targets its ports, and a NetworkPolicy restricts"
          + " other incoming traffic (see isolate). Outbound: main reaches an external"
          + " endpoint through this ambassador. main starts after the ambassador has"
          + " started.")
  private @Nullable Direction direction;

  @JsonInclude(JsonInclude.Include.NON_NULL)
  @JsonPropertyDescription(
      "Whether a NetworkPolicy restricts incoming traffic. Only for direction Inbound."
          + " True (default) admits traffic only to the ports of Inbound ambassadors and of"
          + " adapters; the network plugin of the cluster must enforce NetworkPolicy. False"
          + " creates no NetworkPolicy, and the Service can target any port.")
  private @Nullable Boolean isolate;

  /** Returns the direction in the manifest; null means Inbound. */
  public @Nullable Direction getDirection() {
    return direction;
  }

  public void setDirection(@Nullable Direction direction) {
    this.direction = direction;
  }

  /** Returns the value of {@code isolate} in the manifest; null means true. */
  public @Nullable Boolean getIsolate() {
    return isolate;
  }

  public void setIsolate(@Nullable Boolean isolate) {
    this.isolate = isolate;
  }

  /** Returns whether clients reach the app through this ambassador. */
  @JsonIgnore
  public boolean isInbound() {
    return direction != Direction.Outbound;
  }

  /** Returns whether a NetworkPolicy blocks traffic that bypasses this ambassador. */
  @JsonIgnore
  public boolean isIsolating() {
    return isInbound() && !Boolean.FALSE.equals(isolate);
  }

  @Override
  protected HelperMode defaultMode(WorkloadKind kind) {
    return HelperMode.Native;
  }
}
