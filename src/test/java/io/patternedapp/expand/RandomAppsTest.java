package io.patternedapp.expand;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.patternedapp.generate.RandomApp;
import io.patternedapp.generate.SpecSchema;
import io.patternedapp.validate.Validator;
import io.patternedapp.validate.problem.Problem;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** Properties of every valid app. Each run has a new seed; jqwik prints the seed of a failure. */
class RandomAppsTest {

  private static final SpecSchema SCHEMA = SpecSchema.read();

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void randomValidAppHasNoValidationErrors(@ForAll("apps") RandomApp random) {
    assertThat(Validator.validate(random.toApp("web", "shop")).stream().filter(Problem::isError))
        .isEmpty();
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  void expansionOfRandomAppIsPure(@ForAll("apps") RandomApp random) {
    var app = random.toApp("web", "shop");
    var before = Serialization.asYaml(app);

    var first = Serialization.asYaml(Expander.expand(app).children());
    var second = Serialization.asYaml(Expander.expand(app).children());
    var again = Serialization.asYaml(Expander.expand(random.toApp("web", "shop")).children());

    assertThat(Serialization.asYaml(app)).as("the app is unchanged").isEqualTo(before);
    assertThat(second).as("a second expansion").isEqualTo(first);
    assertThat(again).as("the expansion of an equal app").isEqualTo(first);
  }

  @Provide
  Arbitrary<RandomApp> apps() {
    return Arbitraries.randomValue(random -> RandomApp.generate(SCHEMA, random));
  }
}
