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
 * A random app that is valid: what is known about valid apps is in {@code rules.yaml} and {@link
 * Mended}.
 *
 * @param spec what its author wrote
 */
public record RandomApp(ObjectNode spec) {

  /** How many fields are asked for in each app of a sequence. */
  private static final int ASKED = 12;

  /**
   * An app with these fields.
   *
   * @param asked paths of fields that must be there, unless they exclude each other
   */
  public static RandomApp of(SpecSchema schema, Random random, Collection<String> asked) {
    return new RandomApp(Mended.of(new RandomTree(random, asked).of(schema.root()), random));
  }

  /** One app, some of its fields chosen at random. */
  public static RandomApp of(SpecSchema schema, Random random) {
    var usable = schema.usable();
    var asked =
        IntStream.range(0, ASKED).mapToObj(i -> usable.get(random.nextInt(usable.size()))).toList();
    return of(schema, random, asked);
  }

  /** Apps without end that together use every field again and again; the same for the same seed. */
  public static Stream<RandomApp> sequence(SpecSchema schema, long seed) {
    var random = new Random(seed);
    List<String> usable = new ArrayList<>(schema.usable());
    Collections.shuffle(usable, random);
    return IntStream.iterate(0, i -> i + ASKED)
        .mapToObj(
            start ->
                IntStream.range(start, start + ASKED)
                    .mapToObj(i -> usable.get(i % usable.size()))
                    .toList())
        .map(asked -> of(schema, random, asked));
  }

  /** The app as the operator would read it. */
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
