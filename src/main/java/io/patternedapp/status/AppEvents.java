package io.patternedapp.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.patternedapp.api.PatternedAppStatus;
import io.patternedapp.api.RoleStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What changed between two statuses, as events: transitions only. */
public final class AppEvents {

  /** States of a container that is on its way. */
  private static final Set<String> UNDER_WAY = Set.of(State.PENDING.label(), State.RUNNING.label());

  /** Reasons that are no trouble. */
  private static final Set<String> QUIET =
      Set.of(Reason.Progressing.name(), Reason.Updating.name(), Reason.Suspended.name());

  private AppEvents() {}

  /**
   * The events of a change.
   *
   * @param old the status before; null when there was none
   * @param now the status after
   */
  public static List<AppEvent> between(@Nullable PatternedAppStatus old, PatternedAppStatus now) {
    var events = new ArrayList<AppEvent>();
    accepted(condition(old, Conditions.ACCEPTED), condition(now, Conditions.ACCEPTED))
        .ifPresent(events::add);
    applied(condition(old, Conditions.APPLIED), condition(now, Conditions.APPLIED))
        .ifPresent(events::add);
    ready(old, now).ifPresent(events::add);
    return List.copyOf(events);
  }

  /** Other errors than before are news as well: someone has tried to mend the spec. */
  private static Optional<AppEvent> accepted(@Nullable Condition old, @Nullable Condition now) {
    if (isFalse(now)) {
      return isFalse(old) && old.getMessage().equals(now.getMessage())
          ? Optional.empty()
          : Optional.of(AppEvent.warning(now.getReason(), now.getMessage()));
    }
    return isFalse(old)
        ? Optional.of(AppEvent.normal("Accepted", "the spec is valid again"))
        : Optional.empty();
  }

  private static Optional<AppEvent> applied(@Nullable Condition old, @Nullable Condition now) {
    if (isFalse(now)) {
      return isInvalidSpec(now) || sameReason(old, now)
          ? Optional.empty()
          : Optional.of(AppEvent.warning(now.getReason(), now.getMessage()));
    }
    return isTrue(now) && isFalse(old) && !isInvalidSpec(old)
        ? Optional.of(AppEvent.normal("Applied", now.getMessage()))
        : Optional.empty();
  }

  private static Optional<AppEvent> ready(
      @Nullable PatternedAppStatus old, PatternedAppStatus now) {
    var before = condition(old, Conditions.READY);
    var after = condition(now, Conditions.READY);
    if (isTrue(after)) {
      return isTrue(before) ? Optional.empty() : Optional.of(gotReady(old, now, after));
    }
    if (!isFalse(after) || QUIET.contains(after.getReason()) || isToldByOthers(now, after)) {
      return Optional.empty();
    }
    var told = old != null && sameReason(before, after) && isTrouble(before, old.roles());
    return !told && (isTrue(before) || isTrouble(after, now.roles()))
        ? Optional.of(AppEvent.warning(after.getReason(), after.getMessage()))
        : Optional.empty();
  }

  /** The end of an update is what people wait for. */
  private static AppEvent gotReady(
      @Nullable PatternedAppStatus old, PatternedAppStatus now, Condition ready) {
    var update = now.lastUpdate();
    var isNews =
        update != null && !update.isUnderWay() && old != null && !update.equals(old.lastUpdate());
    return isNews
        ? AppEvent.normal("Updated", update.plan() + ". " + ready.getMessage())
        : AppEvent.normal(ready.getReason(), ready.getMessage());
  }

  private static boolean isToldByOthers(PatternedAppStatus now, Condition ready) {
    return isFalse(condition(now, Conditions.ACCEPTED))
        || sameReason(condition(now, Conditions.APPLIED), ready);
  }

  /** A first start takes its time: that is no news unless the app was Ready before. */
  private static boolean isTrouble(Condition ready, List<RoleStatus> roles) {
    if (Reason.ReadinessGatesNotReady.name().equals(ready.getReason())) {
      return false;
    }
    var named = roles.stream().filter(r -> isNamedBy(r, ready.getReason())).toList();
    return named.isEmpty() || !named.stream().allMatch(AppEvents::isStarting);
  }

  private static boolean isStarting(RoleStatus role) {
    return UNDER_WAY.contains(role.state()) && Integer.valueOf(0).equals(role.restarts());
  }

  private static boolean isNamedBy(RoleStatus role, String reason) {
    return role.role() != null
        && reason.regionMatches(true, 0, role.role(), 0, role.role().length());
  }

  private static boolean sameReason(@Nullable Condition old, Condition now) {
    return isFalse(old) && Objects.equals(old.getReason(), now.getReason());
  }

  private static boolean isInvalidSpec(Condition condition) {
    return Reason.InvalidSpec.name().equals(condition.getReason());
  }

  private static boolean isTrue(@Nullable Condition condition) {
    return condition != null && Verdict.TRUE.equals(condition.getStatus());
  }

  private static boolean isFalse(@Nullable Condition condition) {
    return condition != null && Verdict.FALSE.equals(condition.getStatus());
  }

  private static @Nullable Condition condition(@Nullable PatternedAppStatus status, String type) {
    return status == null ? null : status.condition(type).orElse(null);
  }
}
