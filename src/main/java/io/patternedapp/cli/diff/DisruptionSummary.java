package io.patternedapp.cli.diff;

import io.patternedapp.rollout.UpdatePlan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The disruption of running containers and Pods by a change.
 *
 * @param containerRestarts the number of Pods in which each container restarts, by container name
 * @param replacedPods the number of Pods that are deleted and recreated
 * @param rolledOutWorkloads the workloads whose controller replaces all their Pods
 */
public record DisruptionSummary(
    Map<String, Integer> containerRestarts, int replacedPods, List<String> rolledOutWorkloads) {

  public DisruptionSummary {
    containerRestarts = new TreeMap<>(containerRestarts);
    rolledOutWorkloads = List.copyOf(rolledOutWorkloads);
  }

  static DisruptionSummary ofPodPlans(Collection<UpdatePlan> plans) {
    var restarts = new TreeMap<String, Integer>();
    int replaced = 0;
    for (var plan : plans) {
      if (plan instanceof UpdatePlan.InPlace inPlace) {
        inPlace.restarts().forEach(name -> restarts.merge(name, 1, Integer::sum));
      } else if (plan instanceof UpdatePlan.Replace) {
        replaced++;
      }
    }
    return new DisruptionSummary(restarts, replaced, List.of());
  }

  static DisruptionSummary ofRollout(String workload) {
    return new DisruptionSummary(Map.of(), 0, List.of(workload));
  }

  static DisruptionSummary none() {
    return new DisruptionSummary(Map.of(), 0, List.of());
  }

  /** Formats the disruption as text. */
  @Override
  public String toString() {
    var parts = new ArrayList<String>();
    if (!containerRestarts.isEmpty()) {
      parts.add(
          containerRestarts.entrySet().stream()
              .map(
                  entry ->
                      "container %s in %s"
                          .formatted(entry.getKey(), formatPodCount(entry.getValue())))
              .collect(Collectors.joining(", ", "restarts ", "")));
    }
    if (replacedPods > 0) {
      parts.add("replaces " + formatPodCount(replacedPods));
    }
    if (!rolledOutWorkloads.isEmpty()) {
      parts.add("replaces all Pods of " + String.join(", ", rolledOutWorkloads));
    }
    return parts.isEmpty() ? "none" : String.join("; ", parts);
  }

  private static String formatPodCount(int count) {
    return count == 1 ? "1 Pod" : count + " Pods";
  }
}
