package io.patternedapp.arch;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.PodMonitor;
import io.patternedapp.arch.fixture.api.ResourceThatTalks;
import io.patternedapp.arch.fixture.apply.ApplyThatKnowsTheOperator;
import io.patternedapp.arch.fixture.apply.Changeable;
import io.patternedapp.arch.fixture.expand.ExpandThatReads;
import io.patternedapp.arch.fixture.expand.ExpandThatValidates;
import io.patternedapp.arch.fixture.operator.OperatorThatPrints;
import io.patternedapp.arch.fixture.status.StatusThatWrites;
import io.patternedapp.arch.fixture.unmarked.Unmarked;
import io.patternedapp.arch.fixture.validate.ValidateThatRetries;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * How the packages may lean on each other. Each rule is also shown to fail, on a class under {@code
 * fixture} that breaks it; hence the patterns match {@code io.patternedapp.arch.fixture.expand} as
 * they do {@code io.patternedapp.expand}.
 */
class ArchitectureTest {

  private static final String CLIENT = "io.fabric8.kubernetes.client..";
  private static final String SDK = "io.javaoperatorsdk..";

  /** Each may use those before it. */
  private static final List<String> LAYERS =
      List.of(
          in("api"),
          in("expand"),
          in("validate"),
          in("status"),
          in("apply"),
          in("operator"),
          in("cli"));

  private static final String[] PURE = {in("api"), in("expand"), in("validate"), in("status")};

  private static final ArchRule EVERY_CLASS_HAS_A_LAYER =
      classes().should().resideInAnyPackage(LAYERS.toArray(String[]::new));

  private static final ArchRule LATER_LAYERS_ARE_UNKNOWN = laterLayersAreUnknown();

  private static final ArchRule NO_CYCLES =
      SlicesRuleDefinition.slices()
          .matching("io.patternedapp..(*)")
          .should()
          .beFreeOfCycles()
          .allowEmptyShould(true);

  /** A custom resource is one by extending the client's class, which has no model-only twin. */
  private static final ArchRule PURE_PACKAGES_KNOW_THE_MODEL_ONLY =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .and(not(type(PatternedApp.class)))
          .and(not(type(PodMonitor.class)))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(CLIENT, SDK)
          .allowEmptyShould(true);

  private static final ArchRule THE_RESOURCE_TAKES_ITS_SUPERCLASS_ONLY =
      noClasses()
          .that()
          .areAssignableTo(CustomResource.class)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(CLIENT, SDK)
                  .and(not(type(CustomResource.class)))
                  .as("reside in the client or the SDK, but for CustomResource"))
          .allowEmptyShould(true);

  /** Every request, and so every write, goes through these. */
  private static final ArchRule FEW_TALK_TO_THE_API_SERVER =
      noClasses()
          .that()
          .resideOutsideOfPackages(in("apply"), in("operator"), in("cli"))
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.fabric8.kubernetes.client.dsl..")
                  .or(type(KubernetesClient.class)));

  private static final ArchRule ONLY_THE_CLI_PRINTS =
      noClasses()
          .that()
          .resideOutsideOfPackage(in("cli"))
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err")
          .orShould()
          .callMethod(Throwable.class, "printStackTrace");

  private static final ArchRule EVERY_PACKAGE_IS_NULL_MARKED =
      classes().should(beInANullMarkedPackage());

  private static final ArchRule STATIC_FIELDS_ARE_FINAL =
      fields().that().areStatic().should().beFinal().allowEmptyShould(true);

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.patternedapp");

  static Stream<Arguments> rules() {
    return Stream.of(
        Arguments.of("every class has a layer", EVERY_CLASS_HAS_A_LAYER, Unmarked.class),
        Arguments.of(
            "expand knows nothing of validate",
            LATER_LAYERS_ARE_UNKNOWN,
            ExpandThatValidates.class),
        Arguments.of(
            "apply knows nothing of operator",
            LATER_LAYERS_ARE_UNKNOWN,
            ApplyThatKnowsTheOperator.class),
        Arguments.of("no cycles", NO_CYCLES, ExpandThatValidates.class),
        Arguments.of(
            "expand has no client", PURE_PACKAGES_KNOW_THE_MODEL_ONLY, ExpandThatReads.class),
        Arguments.of(
            "validate has no SDK", PURE_PACKAGES_KNOW_THE_MODEL_ONLY, ValidateThatRetries.class),
        Arguments.of(
            "status has no client", PURE_PACKAGES_KNOW_THE_MODEL_ONLY, StatusThatWrites.class),
        Arguments.of(
            "the resource talks to nobody",
            THE_RESOURCE_TAKES_ITS_SUPERCLASS_ONLY,
            ResourceThatTalks.class),
        Arguments.of("status does not write", FEW_TALK_TO_THE_API_SERVER, StatusThatWrites.class),
        Arguments.of("only the CLI prints", ONLY_THE_CLI_PRINTS, OperatorThatPrints.class),
        Arguments.of("packages are null-marked", EVERY_PACKAGE_IS_NULL_MARKED, Unmarked.class),
        Arguments.of("no static state", STATIC_FIELDS_ARE_FINAL, Changeable.class));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void theProductKeepsTheRule(String name, ArchRule rule) {
    rule.check(MAIN);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void theRuleCanFail(String name, ArchRule rule, Class<?> culprit) {
    var fixtures = new ClassFileImporter().importPackages("io.patternedapp.arch.fixture");

    assertThatThrownBy(() -> rule.check(fixtures))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(culprit.getSimpleName());
  }

  private static String in(String layer) {
    return "io.patternedapp..%s..".formatted(layer);
  }

  private static ArchRule laterLayersAreUnknown() {
    var rules = new ArrayList<ArchRule>();
    for (int i = 0; i + 1 < LAYERS.size(); i++) {
      rules.add(
          noClasses()
              .that()
              .resideInAPackage(LAYERS.get(i))
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(LAYERS.subList(i + 1, LAYERS.size()).toArray(String[]::new))
              .allowEmptyShould(true));
    }
    return CompositeArchRule.of(rules);
  }

  private static ArchCondition<JavaClass> beInANullMarkedPackage() {
    return new ArchCondition<>("be in a @NullMarked package") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        events.add(
            new SimpleConditionEvent(
                type,
                type.getPackage().isAnnotatedWith(NullMarked.class),
                "%s: %s".formatted(type.getName(), type.getPackageName())));
      }
    };
  }
}
