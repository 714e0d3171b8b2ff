package io.patternedapp.status.event;

import io.fabric8.kubernetes.api.model.Condition;
import io.patternedapp.api.PatternedAppStatus;
import io.patternedapp.api.status.RoleContainerStatus;
import io.patternedapp.model.ConditionTypes;
import io.patternedapp.model.condition.ConditionState;
import io.patternedapp.model.condition.MessageNormalizer;
import io.patternedapp.model.condition.Reason;
import io.patternedapp.model.result.AppEvent;
import io.patternedapp.status.container.ContainerPhase;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Derives Events from the transition between two statuses. A lasting state emits no Event. */
public final class StatusTransitionEvents {

  /** States of a container that is still starting. */
  private static final Set<String> STARTING_PHASES =
      Set.of(ContainerPhase.PENDING.label(), ContainerPhase.RUNNING.label());

  /** Reasons of Ready=False that are not failures. */
  private static final Set<String> NON_EVENT_REASONS =
      Set.of(Reason.Progressing.name(), Reason.Updating.name(), Reason.Suspended.name());

  private StatusTransitionEvents() {}

  /**
   * Returns the Events of a transition.
   *
   * @param old the previous status; null if there was none
   * @param current the new status
   */
  public static List<AppEvent> between(
      @Nullable PatternedAppStatus old, PatternedAppStatus current) {
    var events = new ArrayList<AppEvent>();
    acceptedEvent(
            condition(old, ConditionTypes.ACCEPTED), condition(current, ConditionTypes.ACCEPTED))
        .ifPresent(events::add);
    appliedEvent(condition(old, ConditionTypes.APPLIED), condition(current, ConditionTypes.APPLIED))
        .ifPresent(events::add);
    readyTransitionEvent(old, current).ifPresent(events::add);
    return List.copyOf(events);
  }

  /** Different errors also emit an Event: the user has edited the spec. */
  private static Optional<AppEvent> acceptedEvent(
      @Nullable Condition old, @Nullable Condition current) {
    if (isFalse(current)) {
      return isFalse(old) && old.getMessage().equals(current.getMessage())
          ? Optional.empty()
          : Optional.of(AppEvent.warning(current.getReason(), current.getMessage()));
    }
    return isFalse(old)
        ? Optional.of(AppEvent.normal("Accepted", "the spec is valid again"))
        : Optional.empty();
  }

  private static Optional<AppEvent> appliedEvent(
      @Nullable Condition old, @Nullable Condition current) {
    if (isFalse(current)) {
      return isInvalidSpec(current) || hasSameReason(old, current)
          ? Optional.empty()
          : Optional.of(AppEvent.warning(current.getReason(), current.getMessage()));
    }
    return isTrue(current) && isFalse(old) && !isInvalidSpec(old)
        ? Optional.of(AppEvent.normal("Applied", current.getMessage()))
        : Optional.empty();
  }

  private static Optional<AppEvent> readyTransitionEvent(
      @Nullable PatternedAppStatus old, PatternedAppStatus current) {
    var before = condition(old, ConditionTypes.READY);
    var after = condition(current, ConditionTypes.READY);
    if (isTrue(after)) {
      return isTrue(before) ? Optional.empty() : Optional.of(readyEvent(old, current, after));
    }
    if (!isFalse(after)
        || NON_EVENT_REASONS.contains(after.getReason())
        || isCoveredByOtherCondition(current, after)) {
      return Optional.empty();
    }
    var alreadyReported =
        old != null && hasSameReason(before, after) && isFailure(before, old.roles());
    return !alreadyReported && (isTrue(before) || isFailure(after, current.roles()))
        ? Optional.of(readyWarning(after))
        : Optional.empty();
  }

  /** A container that keeps restarting counts on one Event, so the key has no restart count. */
  private static AppEvent readyWarning(Condition ready) {
    return new AppEvent(
        AppEvent.Type.Warning,
        ready.getReason(),
        ready.getMessage(),
        MessageNormalizer.stripRestartCount(ready.getMessage()));
  }

  /** Reports the completion of an update, or else that the app is ready. */
  private static AppEvent readyEvent(
      @Nullable PatternedAppStatus old, PatternedAppStatus current, Condition ready) {
    var update = current.lastUpdate();
    var isUpdateCompleted =
        update != null && !update.isInProgress() && old != null && !update.equals(old.lastUpdate());
    return isUpdateCompleted
        ? AppEvent.normal("Updated", update.plan() + ". " + ready.getMessage())
        : AppEvent.normal(ready.getReason(), ready.getMessage());
  }

  private static boolean isCoveredByOtherCondition(PatternedAppStatus current, Condition ready) {
    return isFalse(condition(current, ConditionTypes.ACCEPTED))
        || hasSameReason(condition(current, ConditionTypes.APPLIED), ready);
  }

  /** A container that starts for the first time is not a failure. */
  private static boolean isFailure(Condition ready, List<RoleContainerStatus> roles) {
    if (Reason.ReadinessGatesNotReady.name().equals(ready.getReason())) {
      return false;
    }
    var named = roles.stream().filter(r -> isNamedBy(r, ready.getReason())).toList();
    return named.isEmpty() || !named.stream().allMatch(StatusTransitionEvents::isStarting);
  }

  private static boolean isStarting(RoleContainerStatus role) {
    return STARTING_PHASES.contains(role.state()) && Integer.valueOf(0).equals(role.restarts());
  }

  private static boolean isNamedBy(RoleContainerStatus role, String reason) {
    return role.role() != null
        && reason.regionMatches(true, 0, role.role(), 0, role.role().length());
  }

  private static boolean hasSameReason(@Nullable Condition old, Condition current) {
    return isFalse(old) && Objects.equals(old.getReason(), current.getReason());
  }

  private static boolean isInvalidSpec(Condition condition) {
    return Reason.InvalidSpec.name().equals(condition.getReason());
  }

  private static boolean isTrue(@Nullable Condition condition) {
    return condition != null && ConditionState.TRUE.equals(condition.getStatus());
  }

  private static boolean isFalse(@Nullable Condition condition) {
    return condition != null && ConditionState.FALSE.equals(condition.getStatus());
  }

  private static @Nullable Condition condition(@Nullable PatternedAppStatus status, String type) {
    return status == null ? null : status.condition(type).orElse(null);
  }
}
