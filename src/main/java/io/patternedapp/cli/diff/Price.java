package io.patternedapp.cli.diff;

import io.patternedapp.apply.UpdatePlan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a change costs those that run.
 *
 * @param restarts how many Pods each container is restarted in
 * @param replaced how many Pods go and come anew
 * @param rolled workloads whose own controller replaces all their Pods
 */
record Price(Map<String, Integer> restarts, int replaced, List<String> rolled) {

  Price {
    restarts = new TreeMap<>(restarts);
    rolled = List.copyOf(rolled);
  }

  static Price ofPods(Collection<UpdatePlan> plans) {
    var restarts = new TreeMap<String, Integer>();
    int replaced = 0;
    for (var plan : plans) {
      if (plan instanceof UpdatePlan.InPlace inPlace) {
        inPlace.restarts().forEach(name -> restarts.merge(name, 1, Integer::sum));
      } else if (plan instanceof UpdatePlan.Replace) {
        replaced++;
      }
    }
    return new Price(restarts, replaced, List.of());
  }

  static Price ofRoll(String workload) {
    return new Price(Map.of(), 0, List.of(workload));
  }

  static Price nothing() {
    return new Price(Map.of(), 0, List.of());
  }

  /** As a sentence. */
  @Override
  public String toString() {
    var parts = new ArrayList<String>();
    if (!restarts.isEmpty()) {
      parts.add(
          restarts.entrySet().stream()
              .map(entry -> "%s in %s".formatted(entry.getKey(), pods(entry.getValue())))
              .collect(Collectors.joining(", ", "restarts ", "")));
    }
    if (replaced > 0) {
      parts.add("replaces " + pods(replaced));
    }
    if (!rolled.isEmpty()) {
      parts.add("replaces all Pods of " + String.join(", ", rolled));
    }
    return parts.isEmpty() ? "nothing restarts" : String.join("; ", parts);
  }

  private static String pods(int count) {
    return count == 1 ? "1 Pod" : count + " Pods";
  }
}
