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
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.patternedapp.api.PatternedApp;
import io.patternedapp.api.monitoring.PodMonitor;
import io.patternedapp.arch.fixture.api.ResourceUsingClient;
import io.patternedapp.arch.fixture.apply.ApplyUsingOperator;
import io.patternedapp.arch.fixture.apply.ApplyUsingStatus;
import io.patternedapp.arch.fixture.apply.MutableStaticField;
import io.patternedapp.arch.fixture.expand.ExpandUsingClient;
import io.patternedapp.arch.fixture.expand.ExpandUsingValidate;
import io.patternedapp.arch.fixture.large.LargePackage;
import io.patternedapp.arch.fixture.model.CycleStart;
import io.patternedapp.arch.fixture.operator.OperatorPrinting;
import io.patternedapp.arch.fixture.rollout.RolloutUsingClient;
import io.patternedapp.arch.fixture.status.StatusUsingClient;
import io.patternedapp.arch.fixture.unmarked.NotNullMarked;
import io.patternedapp.arch.fixture.validate.ImageRule;
import io.patternedapp.arch.fixture.validate.UnlistedCheck;
import io.patternedapp.arch.fixture.validate.ValidateUsingSdk;
import io.patternedapp.validate.Validator;
import io.patternedapp.validate.check.Check;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
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

  /** Each layer with the layers that it may use: those that its data comes from. */
  private static final Map<String, Set<String>> LAYERS =
      Map.of(
          "api", Set.of(),
          "model", Set.of("api"),
          "validate", Set.of("api", "model"),
          "expand", Set.of("api", "model"),
          "rollout", Set.of("api", "model", "expand"),
          "status", Set.of("api", "model", "validate"),
          "apply", Set.of("api", "model", "expand", "rollout"),
          "operator", Set.of("api", "model", "validate", "expand", "rollout", "status", "apply"),
          "cli",
              Set.of(
                  "api", "model", "validate", "expand", "rollout", "status", "apply", "operator"));

  private static final String[] PURE =
      packagesOf(Set.of("api", "model", "validate", "expand", "rollout", "status"));

  private static final ArchRule EVERY_CLASS_HAS_A_LAYER =
      classes().should().resideInAnyPackage(packagesOf(LAYERS.keySet()));

  private static final ArchRule LAYERS_USE_ONLY_WHERE_THEIR_DATA_COMES_FROM =
      layersUseOnlyAllowedLayers();

  private static final ArchRule NO_CYCLES =
      SlicesRuleDefinition.slices()
          .matching("io.patternedapp.(**)")
          .should()
          .beFreeOfCycles()
          .allowEmptyShould(true);

  /** Top-level classes as slices: their dependencies form no circle, in a package or across. */
  private static final ArchRule NO_CYCLES_OF_CLASSES =
      SlicesRuleDefinition.slices()
          .assignedFrom(
              new SliceAssignment() {
                @Override
                public String getDescription() {
                  return "top-level classes";
                }

                @Override
                public SliceIdentifier getIdentifierOf(JavaClass type) {
                  return type.getName().startsWith("io.patternedapp.")
                      ? SliceIdentifier.of(type.getName().replaceFirst("\\$.*", ""))
                      : SliceIdentifier.ignore();
                }
              })
          .should()
          .beFreeOfCycles()
          .allowEmptyShould(true);

  /** A custom resource extends a class of the client, which has no counterpart in the model. */
  private static final ArchRule PURE_PACKAGES_USE_ONLY_THE_MODEL =
      noClasses()
          .that()
          .resideInAnyPackage(PURE)
          .and(not(type(PatternedApp.class)))
          .and(not(type(PodMonitor.class)))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(CLIENT, SDK)
          .allowEmptyShould(true);

  private static final ArchRule CUSTOM_RESOURCES_USE_ONLY_THEIR_SUPERCLASS =
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
  private static final ArchRule ONLY_OUTER_LAYERS_USE_THE_CLIENT =
      noClasses()
          .that()
          .resideOutsideOfPackages(packagesOf(Set.of("apply", "operator", "cli")))
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.fabric8.kubernetes.client.dsl..")
                  .or(type(KubernetesClient.class)));

  private static final ArchRule ONLY_THE_CLI_PRINTS =
      noClasses()
          .that()
          .resideOutsideOfPackages(packagesOf(Set.of("cli")))
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

  private static final ArchRule CHECKS_ARE_NAMED_CHECK =
      classes().that().areAssignableTo(Check.class).should().haveSimpleNameEndingWith("Check");

  private static final ArchRule THE_VALIDATOR_RUNS_EVERY_CHECK =
      classes()
          .that()
          .areAssignableTo(Check.class)
          .and()
          .areNotInterfaces()
          .should(beCreatedByTheValidator());

  private static final ArchRule SIMPLE_NAMES_ARE_UNIQUE =
      classes().that().areTopLevelClasses().should(haveAUniqueSimpleName());

  private static final int MAX_CLASSES_PER_PACKAGE = 25;

  private static final ArchRule PACKAGES_ARE_SMALL =
      classes().that().areTopLevelClasses().should(beInASmallPackage());

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.patternedapp");

  static Stream<Arguments> rules() {
    return Stream.of(
        Arguments.of("every class has a layer", EVERY_CLASS_HAS_A_LAYER, NotNullMarked.class),
        Arguments.of(
            "expand knows nothing of validate",
            LAYERS_USE_ONLY_WHERE_THEIR_DATA_COMES_FROM,
            ExpandUsingValidate.class),
        Arguments.of(
            "apply knows nothing of operator",
            LAYERS_USE_ONLY_WHERE_THEIR_DATA_COMES_FROM,
            ApplyUsingOperator.class),
        Arguments.of(
            "apply knows nothing of status",
            LAYERS_USE_ONLY_WHERE_THEIR_DATA_COMES_FROM,
            ApplyUsingStatus.class),
        Arguments.of("no cycles of packages", NO_CYCLES, ExpandUsingValidate.class),
        Arguments.of("no cycles of classes", NO_CYCLES_OF_CLASSES, CycleStart.class),
        Arguments.of(
            "rollout has no client", PURE_PACKAGES_USE_ONLY_THE_MODEL, RolloutUsingClient.class),
        Arguments.of(
            "expand has no client", PURE_PACKAGES_USE_ONLY_THE_MODEL, ExpandUsingClient.class),
        Arguments.of(
            "validate has no SDK", PURE_PACKAGES_USE_ONLY_THE_MODEL, ValidateUsingSdk.class),
        Arguments.of(
            "status has no client", PURE_PACKAGES_USE_ONLY_THE_MODEL, StatusUsingClient.class),
        Arguments.of(
            "the resource has no client",
            CUSTOM_RESOURCES_USE_ONLY_THEIR_SUPERCLASS,
            ResourceUsingClient.class),
        Arguments.of(
            "status does not write", ONLY_OUTER_LAYERS_USE_THE_CLIENT, StatusUsingClient.class),
        Arguments.of("only the CLI prints", ONLY_THE_CLI_PRINTS, OperatorPrinting.class),
        Arguments.of("packages are null-marked", EVERY_PACKAGE_IS_NULL_MARKED, NotNullMarked.class),
        Arguments.of("checks are named Check", CHECKS_ARE_NAMED_CHECK, ImageRule.class),
        Arguments.of(
            "the validator runs every check", THE_VALIDATOR_RUNS_EVERY_CHECK, UnlistedCheck.class),
        Arguments.of("no static state", STATIC_FIELDS_ARE_FINAL, MutableStaticField.class),
        Arguments.of("simple names are unique", SIMPLE_NAMES_ARE_UNIQUE, ExpandUsingClient.class),
        Arguments.of("packages are small", PACKAGES_ARE_SMALL, LargePackage.class));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void mainSourcesObeyTheArchitectureRule(String name, ArchRule rule) {
    rule.check(MAIN);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void architectureRuleFailsOnItsViolatingFixture(
      String name, ArchRule rule, Class<?> violatingFixture) {
    var fixtures = new ClassFileImporter().importPackages("io.patternedapp.arch.fixture");

    assertThatThrownBy(() -> rule.check(fixtures))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(violatingFixture.getSimpleName());
  }

  /** The packages of some layers, also those of the fixtures. */
  private static String[] packagesOf(Set<String> layers) {
    return layers.stream()
        .flatMap(
            layer ->
                Stream.of("io.patternedapp.%s..", "io.patternedapp.arch.fixture.%s..")
                    .map(pattern -> pattern.formatted(layer)))
        .toArray(String[]::new);
  }

  private static ArchRule layersUseOnlyAllowedLayers() {
    var rules = new ArrayList<ArchRule>();
    LAYERS.forEach(
        (layer, allowed) -> {
          var others = new TreeSet<>(LAYERS.keySet());
          others.removeAll(allowed);
          others.remove(layer);
          if (!others.isEmpty()) {
            rules.add(
                noClasses()
                    .that()
                    .resideInAnyPackage(packagesOf(Set.of(layer)))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(packagesOf(others))
                    .allowEmptyShould(true));
          }
        });
    return CompositeArchRule.of(rules);
  }

  private static ArchCondition<JavaClass> haveAUniqueSimpleName() {
    return new CountingCondition(
        "have a unique simple name",
        type -> type.getSimpleName().equals("package-info") ? type.getName() : type.getSimpleName(),
        1);
  }

  private static ArchCondition<JavaClass> beInASmallPackage() {
    return new CountingCondition(
        "be in a package of at most %d classes".formatted(MAX_CLASSES_PER_PACKAGE),
        JavaClass::getPackageName,
        MAX_CLASSES_PER_PACKAGE + 1);
  }

  /** Allows a key, such as the simple name, to occur only a number of times. */
  private static final class CountingCondition extends ArchCondition<JavaClass> {

    private final Function<JavaClass, String> key;
    private final long max;
    private Map<String, Long> counts = Map.of();

    private CountingCondition(String description, Function<JavaClass, String> key, long max) {
      super(description);
      this.key = key;
      this.max = max;
    }

    @Override
    public void init(Collection<JavaClass> types) {
      counts = types.stream().collect(Collectors.groupingBy(key, Collectors.counting()));
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
      events.add(
          new SimpleConditionEvent(type, counts.get(key.apply(type)) <= max, type.getName()));
    }
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

  private static ArchCondition<JavaClass> beCreatedByTheValidator() {
    return new ArchCondition<>("be created by the Validator") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        events.add(
            new SimpleConditionEvent(
                type,
                type.getConstructorCallsToSelf().stream()
                    .anyMatch(call -> call.getOriginOwner().isEquivalentTo(Validator.class)),
                "%s is not in the list of the Validator".formatted(type.getName())));
      }
    };
  }
}
