package io.patternedapp.rollout;

import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** The cheapest way to make a running Pod as wanted. */
public sealed interface UpdatePlan {

  /** It is as wanted; content that is refreshed live changes ConfigMaps only. */
  record NoChange() implements UpdatePlan {}

  /**
   * The Pod stays, and all of its containers but some run on.
   *
   * @param images containers that get another image, and are restarted for it
   * @param resources containers that get other resources
   * @param resizeRestarts those of them that want to be restarted for it (resizePolicy)
   * @param metadata whether labels, annotations, tolerations or the deadline change
   */
  record InPlace(
      SortedSet<String> images,
      SortedSet<String> resources,
      SortedSet<String> resizeRestarts,
      boolean metadata)
      implements UpdatePlan {

    /** The containers that are restarted. */
    public Set<String> restarts() {
      var all = new TreeSet<>(images);
      all.addAll(resizeRestarts);
      return all;
    }
  }

  /**
   * The Pod has to go, and a new one takes its name.
   *
   * @param fields the fields that cannot change while a Pod lives, as paths of the Pod
   * @param reason why else it has to go; empty when the fields are the reason
   */
  record Replace(List<String> fields, String reason) implements UpdatePlan {

    public Replace {
      fields = List.copyOf(fields);
    }

    /** Because of fields. */
    static Replace ofFields(List<String> fields) {
      return new Replace(fields, "");
    }

    /** For another reason. */
    public static Replace ofReason(String reason) {
      return new Replace(List.of(), reason);
    }
  }
}
