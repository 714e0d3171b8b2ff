package io.patternedapp.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternedapp.expand.AppYaml;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartOrderTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          by role              | init: [{name: i}, {name: j}], sidecars: [{name: s}], adapters: [{name: d, mode: Native}], ambassadors: [{name: a}] | i j a d s |
          regular helpers      | sidecars: [{name: s, mode: Regular}, {name: t}], adapters: [{name: d}]              | t       |
          init after ambassador| init: [{name: i, startAfter: [a]}, {name: j}], ambassadors: [{name: a}]              | j a i   |
          default order kept   | init: [{name: i, startAfter: [s]}, {name: j}, {name: k}], sidecars: [{name: s}]      | j k s i |
          right after the other| init: [{name: i, startAfter: [j]}, {name: j}, {name: k}]                            | j i k   |
          after several        | init: [{name: i, startAfter: [j, k]}, {name: j}, {name: k}, {name: l}]              | j k i l |
          unknown names        | init: [{name: i, startAfter: [none, main]}, {name: j}]                              | i j     |
          a regular helper     | init: [{name: i, startAfter: [s]}], sidecars: [{name: s, mode: Regular}]           | i       |
          missing names        | init: [{}, {name: i}]                                                               | i       |
          duplicate names      | init: [{name: i}, {name: i, startAfter: [j]}, {name: j}]                            | i j     |
          itself               | init: [{name: i, startAfter: [i]}, {name: j}]                                       | j       | i i
          cycle of two         | init: [{name: i, startAfter: [j]}, {name: j, startAfter: [i]}, {name: k}]           | k       | i j i
          cycle of three       | init: [{name: i, startAfter: [k]}, {name: j, startAfter: [i]}, {name: k, startAfter: [j]}] | | i k j i
          dependent of a cycle | init: [{name: t, startAfter: [i]}, {name: i, startAfter: [j]}, {name: j, startAfter: [i]}] | | i j i
          first in startAfter  | init: [{name: i, startAfter: [z, j]}, {name: j, startAfter: [i]}, {name: z, startAfter: [i]}] | | i z i
          """)
  void startOrderRespectsStartAfterAndReportsCycles(
      String scenario, String roles, String order, String cycle) {
    var sorted = StartOrder.resolve(AppYaml.spec("{main: {}, " + roles + "}"));

    assertThat(names(sorted)).isEqualTo(splitAtSpaces(order));
    assertThat(sorted.cycle()).isEqualTo(splitAtSpaces(cycle));
  }

  @Test
  void awaitedContainersAreThoseNamedInStartAfter() {
    var order =
        StartOrder.resolve(
            AppYaml.spec("{main: {}, init: [{name: i, startAfter: [j]}, {name: j}, {name: k}]}"));

    assertThat(order.startAfterTargets()).containsExactly("j");
  }

  @Test
  void startOrderIsStableAndRespectsRandomStartAfter() {
    for (int seed = 0; seed < 300; seed++) {
      var random = new Random(seed);
      var startAfter = new TreeMap<String, List<String>>();
      var names = new ArrayList<String>();
      for (int i = 0; i < 8; i++) {
        names.add("c" + i);
      }
      var shuffled = new ArrayList<>(names);
      Collections.shuffle(shuffled, random);
      for (int i = 0; i < shuffled.size(); i++) {
        var earlier = new ArrayList<String>();
        for (int j = 0; j < i; j++) {
          if (random.nextInt(4) == 0) {
            earlier.add(shuffled.get(j));
          }
        }
        startAfter.put(shuffled.get(i), earlier);
      }

      var order =
          StartOrder.resolve(
              AppYaml.spec("{main: {}, init: [%s]}".formatted(yaml(names, startAfter))));

      assertThat(order.cycle()).as("seed %d", seed).isEmpty();
      assertThat(names(order)).as("seed %d", seed).isEqualTo(expected(names, startAfter));
    }
  }

  /** Computes the expected order by brute force: repeatedly the first container that can start. */
  private static List<String> expected(List<String> names, Map<String, List<String>> startAfter) {
    var done = new ArrayList<String>();
    while (done.size() < names.size()) {
      var started = new HashSet<>(done);
      done.add(
          names.stream()
              .filter(name -> !started.contains(name) && started.containsAll(startAfter.get(name)))
              .findFirst()
              .orElseThrow());
    }
    return done;
  }

  private static String yaml(List<String> names, Map<String, List<String>> startAfter) {
    var items = new ArrayList<String>();
    names.forEach(
        name -> items.add("{name: %s, startAfter: %s}".formatted(name, startAfter.get(name))));
    return String.join(", ", items);
  }

  private static List<String> names(StartOrder order) {
    return order.containers().stream().map(RoleContainer::name).toList();
  }

  private static List<String> splitAtSpaces(String text) {
    return text == null ? List.of() : List.of(text.trim().split(" "));
  }
}
