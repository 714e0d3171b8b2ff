package io.patternedapp.generate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.api.PatternedApp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A random valid app. {@code rules.yaml} and {@link SpecConstraints} define which apps are valid.
 *
 * @param spec spec of the app
 */
public record RandomApp(ObjectNode spec) {

  /** Number of requested fields in each app of a sequence. */
  private static final int FIELDS_PER_APP = 12;

  /**
   * Generates an app with the requested fields.
   *
   * @param requestedPaths paths of fields that the app contains unless they exclude each other
   */
  public static RandomApp generate(
      SpecSchema schema, Random random, Collection<String> requestedPaths) {
    return new RandomApp(
        SpecConstraints.enforce(
            new RandomSpecGenerator(random, requestedPaths).generate(schema.root()), random));
  }

  /** Generates an app with random requested fields. */
  public static RandomApp generate(SpecSchema schema, Random random) {
    var usablePaths = schema.usablePaths();
    var requestedPaths =
        IntStream.range(0, FIELDS_PER_APP)
            .mapToObj(i -> usablePaths.get(random.nextInt(usablePaths.size())))
            .toList();
    return generate(schema, random, requestedPaths);
  }

  /**
   * Generates an infinite sequence of apps that repeatedly covers all fields; fixed by the seed.
   */
  public static Stream<RandomApp> generateSequence(SpecSchema schema, long seed) {
    var random = new Random(seed);
    List<String> usablePaths = new ArrayList<>(schema.usablePaths());
    Collections.shuffle(usablePaths, random);
    return IntStream.iterate(0, i -> i + FIELDS_PER_APP)
        .mapToObj(
            start ->
                IntStream.range(start, start + FIELDS_PER_APP)
                    .mapToObj(i -> usablePaths.get(i % usablePaths.size()))
                    .toList())
        .map(requestedPaths -> generate(schema, random, requestedPaths));
  }

  /** Returns the app as the operator deserializes it. */
  public PatternedApp toApp(String name, String namespace) {
    var tree = spec.objectNode();
    tree.put("apiVersion", "patternedapp.io/v1alpha1").put("kind", "PatternedApp");
    tree.putObject("metadata").put("name", name).put("namespace", namespace);
    tree.set("spec", spec);
    return Serialization.unmarshal(tree.toString(), PatternedApp.class);
  }

  @Override
  public String toString() {
    return Serialization.asYaml(spec);
  }
}
