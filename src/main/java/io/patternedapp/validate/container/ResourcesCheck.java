package io.patternedapp.validate.container;

import io.fabric8.kubernetes.api.model.Quantity;
import io.patternedapp.model.RoleContainer;
import io.patternedapp.validate.check.ContainerCheck;
import io.patternedapp.validate.format.NameFormat;
import io.patternedapp.validate.format.QuantityParser;
import io.patternedapp.validate.format.Suggestions;
import io.patternedapp.validate.problem.FieldValue;
import io.patternedapp.validate.problem.Problems;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Checks the resource requests and limits of containers. */
public final class ResourcesCheck implements ContainerCheck {

  private static final Set<String> NATIVE_RESOURCES = Set.of("cpu", "memory", "ephemeral-storage");

  @Override
  public void check(RoleContainer container, Problems problems) {
    var resources = container.container().getResources();
    if (resources == null) {
      return;
    }
    var path = container.path() + ".resources";
    var limits =
        parseAmounts(FieldValue.emptyIfNull(resources.getLimits()), path + ".limits", problems);
    var requests =
        parseAmounts(FieldValue.emptyIfNull(resources.getRequests()), path + ".requests", problems);
    requests.forEach(
        (name, amount) -> checkRequestWithinLimit(name, amount, limits, path, problems));
    var names = new HashSet<>(limits.keySet());
    names.addAll(requests.keySet());
    checkHugePages(names, path, problems);
    problems.errorIf(
        resources.getClaims() != null && !resources.getClaims().isEmpty(),
        path + ".claims",
        "ResourceClaimUnknown",
        "Not found: a claim must be one of the Pod's resourceClaims, which an app does not have;"
            + " remove it");
  }

  private static Map<String, BigDecimal> parseAmounts(
      Map<String, Quantity> quantities, String path, Problems problems) {
    var amounts = new LinkedHashMap<String, BigDecimal>();
    quantities.forEach(
        (name, quantity) -> {
          var key = FieldValue.keyPath(path, name);
          problems.errorIf(
              !isKnownResource(name),
              key,
              "ResourceUnknown",
              "Unsupported value \"%s\": not a resource of a container; %s",
              name,
              Suggestions.didYouMean(name, NATIVE_RESOURCES.stream().sorted().toList()));
          QuantityParser.parse(quantity, key, problems)
              .ifPresent(
                  amount -> {
                    amounts.put(name, amount);
                    checkWholeNumber(name, amount, key, problems);
                  });
        });
    return amounts;
  }

  private static void checkWholeNumber(
      String name, BigDecimal amount, String path, Problems problems) {
    problems.errorIf(
        name.contains("/") && amount.stripTrailingZeros().scale() > 0,
        path,
        "QuantityInvalid",
        "Invalid value: %s must be an integer; set a whole number",
        name);
  }

  private static void checkHugePages(Set<String> names, String path, Problems problems) {
    problems.errorIf(
        names.stream().anyMatch(name -> name.startsWith("hugepages-"))
            && !names.contains("cpu")
            && !names.contains("memory"),
        path,
        "HugePagesAlone",
        "Forbidden: huge pages require cpu or memory; add a request or limit of one of them");
  }

  private static boolean isKnownResource(String name) {
    return NATIVE_RESOURCES.contains(name)
        || name.startsWith("hugepages-")
        || (name.contains("/") && NameFormat.QUALIFIED_NAME.accepts(name));
  }

  private static void checkRequestWithinLimit(
      String name,
      BigDecimal request,
      Map<String, BigDecimal> limits,
      String path,
      Problems problems) {
    var key = FieldValue.keyPath(path + ".requests", name);
    var limit = limits.get(name);
    if (NATIVE_RESOURCES.contains(name)) {
      problems.errorIf(
          limit != null && request.compareTo(limit) > 0,
          key,
          "RequestOverLimit",
          "Invalid value: the %s request must be less than or equal to the limit; lower the"
              + " request, or raise the limit",
          name);
    } else {
      problems.errorIf(
          limit == null || request.compareTo(limit) != 0,
          key,
          "RequestOverLimit",
          "Invalid value: %s cannot be overcommitted; set the same amount in limits, or remove"
              + " the request",
          name);
    }
  }
}
