package io.patternedapp.rollout;

import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The least disruptive way to bring a running Pod in sync. */
public sealed interface UpdatePlan {

  /** Describes the plan by names and paths, without any value of the app, for DEBUG logs. */
  String summary();

  /** The Pod is in sync. Files that are refreshed live change ConfigMaps only. */
  record NoChange() implements UpdatePlan {

    @Override
    public String summary() {
      return "no change";
    }
  }

  /**
   * The Pod is updated in place; only the containers of {@link #restarts} restart.
   *
   * @param images containers whose image changes, which restarts them
   * @param resources containers whose resources change
   * @param resizeRestarts containers that a resize restarts according to their resizePolicy
   * @param metadata whether labels, annotations, tolerations or the active deadline change
   */
  record InPlace(
      SortedSet<String> images,
      SortedSet<String> resources,
      SortedSet<String> resizeRestarts,
      boolean metadata)
      implements UpdatePlan {

    /** Returns the containers that restart. */
    public Set<String> restarts() {
      var all = new TreeSet<>(images);
      all.addAll(resizeRestarts);
      return all;
    }

    @Override
    public String summary() {
      return "in place: images of %s, resources of %s, metadata %s"
          .formatted(images, resources, metadata);
    }
  }

  /**
   * The Pod is replaced by a new Pod of the same name.
   *
   * @param fields the changed fields that are immutable in a Pod, as paths of the Pod
   * @param reason another cause; empty if the fields are the cause
   */
  record Replace(List<String> fields, String reason) implements UpdatePlan {

    public Replace {
      fields = List.copyOf(fields);
    }

    static Replace ofFields(List<String> fields) {
      return new Replace(fields, "");
    }

    public static Replace ofReason(String reason) {
      return new Replace(List.of(), reason);
    }

    @Override
    public String summary() {
      return reason.isEmpty()
          ? "%s cannot change in place".formatted(String.join(", ", fields))
          : reason;
    }
  }
}
