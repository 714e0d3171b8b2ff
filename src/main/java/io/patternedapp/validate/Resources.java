package io.patternedapp.validate;

import io.fabric8.kubernetes.api.model.Quantity;
import io.patternedapp.api.RoleContainer;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What containers request and may use at most. */
final class Resources implements ContainerCheck {

  private static final Set<String> NATIVE = Set.of("cpu", "memory", "ephemeral-storage");

  @Override
  public void check(RoleContainer container, Problems problems) {
    var resources = container.container().getResources();
    if (resources == null) {
      return;
    }
    var path = container.path() + ".resources";
    var limits = amounts(Located.entries(resources.getLimits()), path + ".limits", problems);
    var requests = amounts(Located.entries(resources.getRequests()), path + ".requests", problems);
    requests.forEach((name, amount) -> compare(name, amount, limits, path, problems));
    var names = new HashSet<>(limits.keySet());
    names.addAll(requests.keySet());
    checkHugePages(names, path, problems);
    problems.errorIf(
        resources.getClaims() != null && !resources.getClaims().isEmpty(),
        path + ".claims",
        "ResourceClaimUnknown",
        "a claim must be one of the Pod's resourceClaims, which an app does not have: remove it");
  }

  private static Map<String, BigDecimal> amounts(
      Map<String, Quantity> quantities, String path, Problems problems) {
    var amounts = new LinkedHashMap<String, BigDecimal>();
    quantities.forEach(
        (name, quantity) -> {
          var key = Located.key(path, name);
          problems.errorIf(
              !isResource(name),
              key,
              "ResourceUnknown",
              "\"%s\" is no resource of a container: %s",
              name,
              Nearest.hint(name, NATIVE.stream().sorted().toList()));
          Quantities.parse(quantity, key, problems)
              .ifPresent(
                  amount -> {
                    amounts.put(name, amount);
                    checkWhole(name, amount, key, problems);
                  });
        });
    return amounts;
  }

  private static void checkWhole(String name, BigDecimal amount, String path, Problems problems) {
    problems.errorIf(
        name.contains("/") && amount.stripTrailingZeros().scale() > 0,
        path,
        "QuantityInvalid",
        "%s comes in whole numbers only: write one",
        name);
  }

  private static void checkHugePages(Set<String> names, String path, Problems problems) {
    problems.errorIf(
        names.stream().anyMatch(name -> name.startsWith("hugepages-"))
            && !names.contains("cpu")
            && !names.contains("memory"),
        path,
        "HugePagesAlone",
        "huge pages go with cpu or memory: add a request or limit of one");
  }

  private static boolean isResource(String name) {
    return NATIVE.contains(name)
        || name.startsWith("hugepages-")
        || (name.contains("/") && Syntax.QUALIFIED_NAME.accepts(name));
  }

  private static void compare(
      String name,
      BigDecimal request,
      Map<String, BigDecimal> limits,
      String path,
      Problems problems) {
    var key = Located.key(path + ".requests", name);
    var limit = limits.get(name);
    if (NATIVE.contains(name)) {
      problems.errorIf(
          limit != null && request.compareTo(limit) > 0,
          key,
          "RequestOverLimit",
          "more %s is requested than the limit allows: lower the request or raise the limit",
          name);
    } else {
      problems.errorIf(
          limit == null || request.compareTo(limit) != 0,
          key,
          "RequestOverLimit",
          "%s cannot be overcommitted: set the same amount under limits, or remove the request",
          name);
    }
  }
}
